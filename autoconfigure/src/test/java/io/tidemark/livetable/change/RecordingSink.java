package io.tidemark.livetable.change;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tidemark.livetable.ChangeSource.ChangeSink;
import io.tidemark.livetable.TableChange;

import static org.assertj.core.api.Assertions.assertThat;

/** Keeps what a source tells, in order: changes as they are, {@code "gap"} and {@code "restored"} by name. */
final class RecordingSink implements ChangeSink {

    static final String GAP = "gap";

    static final String RESTORED = "restored";

    private static final int SECONDS = 20;

    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

    @Override
    public void changed(TableChange change) {
        this.told.add(change);
    }

    @Override
    public void gap(String reason) {
        assertThat(reason).isNotEmpty();
        this.told.add(GAP);
    }

    @Override
    public void restored() {
        this.told.add(RESTORED);
    }

    /** Waits for what is told next. */
    Object next() throws InterruptedException {
        Object next = this.told.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("what the source tells within %s s", SECONDS).isNotNull();
        return next;
    }

    /** Waits for {@code expected}, whatever is told before. */
    void await(Object expected) throws InterruptedException {
        Object next = next();
        while (!next.equals(expected)) {
            next = next();
        }
    }

    /** Returns what was told and not asked for yet. */
    Object[] untold() {
        return this.told.toArray();
    }

}
