package io.tidemark.livetable.repository;

import java.util.List;
import java.util.Set;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableReads;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** A method whose answers are cached. */
final class ReadMethod implements MethodRole {

    private final TableId table;

    private final String name;

    private final KeyPath path;

    private final AnswerForm form;

    private final Dependencies dependencies;

    private final RepositoryParts parts;

    ReadMethod(TableId table, String name, AnswerForm form, Dependencies dependencies, RepositoryParts parts) {
        this.table = table;
        this.name = name;
        this.path = table.path().child("").child(name);
        this.form = form;
        this.dependencies = dependencies;
        this.parts = parts;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        ProxyMethodInvocation call = (ProxyMethodInvocation) invocation;
        BypassReason reason = this.parts.model().bypass();
        if (reason != null) {
            return bypass(call, reason);
        }
        RepositoryRead read = readOf(call, null);
        return read != null ? this.parts.reads().read(read) : bypass(call, BypassReason.ARGUMENT);
    }

    /**
     * Returns the read of {@code call}, or null if it has no key.
     * @param keys the keys of the single rows that its answer is kept as, or null if it is kept as it is
     */
    @Nullable RepositoryRead readOf(ProxyMethodInvocation call, @Nullable RowKeys keys) {
        String scope = this.parts.paths().current();
        KeyPath key = scope != null ? keyOf(scope, call.getArguments()) : null;
        List<KeyPath> paths = key != null ? this.dependencies.of(call.getArguments(), scope) : null;
        return paths != null ? new RepositoryRead(call, this.table, key, paths, this.form, this.parts, keys) : null;
    }

    /** Returns the key of a call, or null if it has none. */
    @Nullable KeyPath keyOf(String scope, @Nullable Object[] arguments) {
        byte[] encoded = ArgumentKeys.encode(arguments);
        if (encoded == null) {
            return null;
        }
        KeyPath method = scope.isEmpty() ? this.path : this.table.path().child(scope).child(this.name);
        return method.child(encoded);
    }

    AnswerForm form() {
        return this.form;
    }

    boolean dependsOn(Set<TableId> tables) {
        return this.dependencies.tables().equals(tables);
    }

    private @Nullable Object bypass(ProxyMethodInvocation call, BypassReason reason) throws Throwable {
        return this.parts.reads().bypass(new PassingRead(call, this.table, this.path), reason);
    }

}
