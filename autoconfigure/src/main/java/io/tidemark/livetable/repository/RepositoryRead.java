package io.tidemark.livetable.repository;

import java.util.List;
import java.util.Map;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.Rows;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableRead;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** One call of a repository's reading method. Loads are made by one thread at a time. */
final class RepositoryRead implements TableRead<@Nullable Object>, TableModel.Load {

    private final ProxyMethodInvocation call;

    private final TableId table;

    private final KeyPath key;

    private final List<KeyPath> dependencies;

    private final AnswerForm form;

    private final RepositoryParts parts;

    private final @Nullable RowKeys keys;

    private boolean decided;

    private @Nullable Object decidedOn;

    private @Nullable Rows rows;

    private BypassReason reasonNotKept = BypassReason.NOT_COPYABLE;

    RepositoryRead(ProxyMethodInvocation call, TableId table, KeyPath key, List<KeyPath> dependencies,
            AnswerForm form, RepositoryParts parts, @Nullable RowKeys keys) {
        this.call = call;
        this.table = table;
        this.key = key;
        this.dependencies = dependencies;
        this.form = form;
        this.parts = parts;
        this.keys = keys;
    }

    @Override
    public TableId table() {
        return this.table;
    }

    @Override
    public KeyPath key() {
        return this.key;
    }

    @Override
    public List<KeyPath> dependencies() {
        return this.dependencies;
    }

    @Override
    public @Nullable Object load() throws Throwable {
        this.decided = false;
        TableModel.Loaded loaded = this.parts.model().load(this);
        this.reasonNotKept = loaded.reasonNotKept() != null ? loaded.reasonNotKept() : BypassReason.NOT_COPYABLE;
        if (loaded.reasonNotKept() != null) {
            decide(loaded.answer(), null);
        }
        return loaded.answer();
    }

    // A call proceeds once; a copy of it proceeds again, on any thread.
    @Override
    public @Nullable Object run() throws Throwable {
        return this.call.invocableClone().proceed();
    }

    @Override
    public boolean canKeep(@Nullable Object answer) {
        decide(answer, this.form.takeApart(answer));
        return this.rows != null;
    }

    @Override
    public @Nullable Rows toRows(@Nullable Object answer) {
        if (!this.decided || answer != this.decidedOn) {
            canKeep(answer);
        }
        return this.rows;
    }

    @Override
    public Map<KeyPath, Rows> kept(Rows answer) {
        return this.keys != null ? this.keys.separate(answer) : Map.of(this.key, answer);
    }

    @Override
    public BypassReason reasonNotKept() {
        return this.reasonNotKept;
    }

    @Override
    public @Nullable Object toAnswer(Rows kept) {
        return this.form.putTogether(kept, this.call.getArguments());
    }

    @Override
    public boolean loadsOnAnyThread() {
        return !this.parts.paths().isScoped();
    }

    private void decide(@Nullable Object answer, @Nullable Rows copied) {
        this.decided = true;
        this.decidedOn = answer;
        this.rows = copied;
    }

}
