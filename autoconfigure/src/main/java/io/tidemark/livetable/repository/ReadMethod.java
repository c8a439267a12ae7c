package io.tidemark.livetable.repository;

import java.util.List;

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
        String scope = this.parts.paths().current();
        byte[] arguments = scope != null ? ArgumentKeys.encode(call.getArguments()) : null;
        List<KeyPath> paths = arguments != null ? this.dependencies.of(call.getArguments(), scope) : null;
        if (arguments == null || paths == null) {
            return bypass(call, BypassReason.ARGUMENT);
        }
        KeyPath method = scope.isEmpty() ? this.path : this.table.path().child(scope).child(this.name);
        return this.parts.reads()
            .read(new RepositoryRead(call, this.table, method.child(arguments), paths, this.form, this.parts));
    }

    private @Nullable Object bypass(ProxyMethodInvocation call, BypassReason reason) throws Throwable {
        return this.parts.reads().bypass(new PassingRead(call, this.table, this.path), reason);
    }

}
