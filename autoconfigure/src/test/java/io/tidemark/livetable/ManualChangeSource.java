package io.tidemark.livetable;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** A change source that tells what it is told. */
final class ManualChangeSource implements ChangeSource {

    private final TableId covered;

    private @Nullable ChangeSink sink;

    ManualChangeSource(TableId covered) {
        this.covered = covered;
    }

    ChangeSink sink() {
        return Objects.requireNonNull(this.sink, "sink");
    }

    @Override
    public String name() {
        return "manual";
    }

    @Override
    public boolean covers(TableId table) {
        return this.covered.equals(table);
    }

    @Override
    public void start(ChangeSink sink) {
        this.sink = sink;
    }

    @Override
    public void close() {
        this.sink = null;
    }

}
