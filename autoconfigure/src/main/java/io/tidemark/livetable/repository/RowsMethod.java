package io.tidemark.livetable.repository;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tidemark.key.KeyPath;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** {@code findAllById}: its rows are kept as those of {@code findById}, so that a call loads what neither has read. */
final class RowsMethod implements MethodRole {

    private final ReadMethod several;

    private final ReadMethod single;

    private final RepositoryParts parts;

    RowsMethod(ReadMethod several, ReadMethod single, RepositoryParts parts) {
        this.several = several;
        this.single = single;
        this.parts = parts;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        ProxyMethodInvocation call = (ProxyMethodInvocation) invocation;
        Map<Object, KeyPath> keys = this.parts.model().bypass() == null ? keys(call.getArguments()[0]) : null;
        RowKeys rowKeys = keys != null ? new RowKeys(keys, this.parts.rows()) : null;
        RepositoryRead whole = rowKeys != null ? this.several.readOf(call, rowKeys) : null;
        if (rowKeys == null || whole == null) {
            return this.several.invoke(invocation);
        }
        return this.parts.reads().readAll(new RowsRead(call, whole, rowKeys, this.several, this.single.form()));
    }

    // An identifier that is there twice, or is null, is the repository's to judge.
    private @Nullable Map<Object, KeyPath> keys(@Nullable Object identifiers) {
        String scope = this.parts.paths().current();
        if (scope == null || !(identifiers instanceof Collection<?> all) || all.isEmpty()) {
            return null;
        }
        Map<Object, KeyPath> keys = new LinkedHashMap<>();
        for (Object id : all) {
            KeyPath key = id != null ? this.single.keyOf(scope, new Object[] { id }) : null;
            if (key == null || keys.put(id, key) != null) {
                return null;
            }
        }
        return keys;
    }

}
