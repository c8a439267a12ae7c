package io.tidemark.livetable.repository.jdbc;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableWrites;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.core.convert.DataAccessStrategy;
import org.springframework.data.jdbc.core.convert.InsertSubject;
import org.springframework.data.mapping.PersistentPropertyPath;
import org.springframework.data.relational.core.mapping.RelationalPersistentProperty;

/** Marks the table of a statement that writes before it runs, and ends the write before its caller hears of it. */
final class DataAccessAdvice implements MethodInterceptor {

    private final DataAccessStrategy strategy;

    private final Supplier<JdbcWrites> writes;

    DataAccessAdvice(DataAccessStrategy strategy, Supplier<JdbcWrites> writes) {
        this.strategy = strategy;
        this.writes = writes;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Class<?> type = writtenType(invocation);
        JdbcWrites observed = this.writes.get();
        TableId table = observed.table(this.strategy, type);
        TableWrites.TableWrite write = observed.begin(table);
        Boolean committed = null;
        try {
            Object answer = invocation.proceed();
            tell(invocation, answer, observed, table, write);
            committed = true;
            return answer;
        }
        finally {
            write.complete(committed);
        }
    }

    // The row type is the argument that is a class, or that a path leads to.
    private static Class<?> writtenType(MethodInvocation invocation) {
        for (Object argument : invocation.getArguments()) {
            if (argument instanceof Class<?> type) {
                return type;
            }
            if (argument instanceof PersistentPropertyPath<?> path) {
                return ((RelationalPersistentProperty) path.getLeafProperty()).getActualType();
            }
        }
        throw new IllegalStateException("A write of Spring Data JDBC must name its type, was " + invocation.getMethod());
    }

    private static void tell(MethodInvocation invocation, @Nullable Object answer, JdbcWrites observed, TableId table,
            TableWrites.TableWrite write) {
        Object subject = invocation.getArguments()[0];
        boolean byType = invocation.getArguments().length > 1 && invocation.getArguments()[1] instanceof Class<?>;
        switch (invocation.getMethod().getName()) {
            case "insert" -> tellInserted(subject, answer, observed, table, write);
            case "update", "updateWithVersion" -> {
                Object id = observed.idOf(Objects.requireNonNull(subject, "row"));
                if (id != null) {
                    write.add(new TableChange.Updated(table, id));
                }
            }
            case "delete", "deleteWithVersion" -> {
                if (byType) {
                    Iterable<?> ids = subject instanceof Iterable<?> several ? several
                            : List.of(Objects.requireNonNull(subject, "id"));
                    ids.forEach(id -> write.add(new TableChange.Deleted(table, id)));
                }
                else {
                    write.add(new TableChange.Changed(table));
                }
            }
            default -> write.add(new TableChange.Changed(table));
        }
    }

    private static void tellInserted(@Nullable Object subject, @Nullable Object answer, JdbcWrites observed,
            TableId table, TableWrites.TableWrite write) {
        List<?> rows = subject instanceof List<?> several ? several : List.of(Objects.requireNonNull(subject, "row"));
        Object[] generated = answer instanceof Object[] several ? several : new @Nullable Object[] { answer };
        for (int i = 0; i < rows.size(); i++) {
            Object row = rows.get(i) instanceof InsertSubject<?> inserted ? inserted.getInstance() : rows.get(i);
            Object id = i < generated.length && generated[i] != null ? generated[i] : observed.idOf(row);
            if (id != null) {
                write.add(new TableChange.Inserted(table, id));
            }
        }
    }

}
