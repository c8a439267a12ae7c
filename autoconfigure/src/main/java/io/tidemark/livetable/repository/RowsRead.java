package io.tidemark.livetable.repository;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.BatchRead;
import io.tidemark.livetable.Rows;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableRead;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * One call of {@code findAllById}.
 *
 * @param call the call
 * @param whole the read of all its rows
 * @param keys the keys of the rows
 * @param method the method that is called
 * @param single the form in which single rows are kept
 */
record RowsRead(ProxyMethodInvocation call, RepositoryRead whole, RowKeys keys, ReadMethod method,
        AnswerForm single) implements BatchRead<@Nullable Object, @Nullable Object> {

    @Override
    public List<? extends TableRead<@Nullable Object>> parts() {
        return this.keys.keys()
            .values()
            .stream()
            .map(key -> new KeptRow(this.whole.table(), key, this.whole.dependencies(), this.single))
            .toList();
    }

    @Override
    public TableRead<@Nullable Object> rest(List<Integer> missing) {
        List<Object> identifiers = List.copyOf(this.keys.keys().keySet());
        List<Object> asked = missing.stream().<Object>map(identifiers::get).toList();
        RepositoryRead rest = this.method.readOf((ProxyMethodInvocation) this.call.invocableClone(asked), this.keys);
        return Objects.requireNonNull(rest, "rest");
    }

    @Override
    public Object join(List<@Nullable Object> cached, @Nullable Object rest) {
        Map<Object, Object> rows = new LinkedHashMap<>();
        for (Object answer : cached) {
            Object row = answer instanceof Optional<?> optional ? optional.orElse(null) : answer;
            if (row != null) {
                rows.put(this.keys.idOf(row), row);
            }
        }
        if (rest instanceof Iterable<?> loaded) {
            loaded.forEach(row -> rows.put(this.keys.idOf(row), row));
        }
        return new ArrayList<>(rows.values());
    }

    private record KeptRow(TableId table, KeyPath key, List<KeyPath> dependencies,
            AnswerForm form) implements TableRead<@Nullable Object> {

        @Override
        public @Nullable Object load() {
            throw new IllegalStateException("A row of several must be loaded with them, was asked for by " + this.key);
        }

        @Override
        public @Nullable Rows toRows(@Nullable Object answer) {
            return null;
        }

        @Override
        public @Nullable Object toAnswer(Rows rows) {
            return this.form.putTogether(rows, new Object[0]);
        }

    }

}
