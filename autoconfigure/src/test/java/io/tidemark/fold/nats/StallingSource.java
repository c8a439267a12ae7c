package io.tidemark.fold.nats;

import java.util.concurrent.atomic.AtomicInteger;

import io.tidemark.fold.FoldSource;
import io.tidemark.fold.FoldSubscription;
import io.tidemark.fold.LiveKeySink;
import io.tidemark.fold.SourceState;
import io.tidemark.testing.NatsServer;

/** A source whose server stalls in the middle of the first list. */
final class StallingSource implements FoldSource {

    private static final int BEFORE = 100;

    private final FoldSource source;

    private final NatsServer server;

    private final AtomicInteger listed = new AtomicInteger();

    StallingSource(FoldSource source, NatsServer server) {
        this.source = source;
        this.server = server;
    }

    @Override
    public void list(LiveKeySink sink) {
        this.source.list((key, revision) -> {
            sink.accept(key, revision);
            if (this.listed.incrementAndGet() == BEFORE) {
                this.server.stall();
            }
        });
    }

    @Override
    public String bucket() {
        return this.source.bucket();
    }

    @Override
    public SourceState describe() {
        return this.source.describe();
    }

    @Override
    public FoldSubscription subscribe(long after) {
        return this.source.subscribe(after);
    }

    @Override
    public long pendingAfter(long revision) {
        return this.source.pendingAfter(revision);
    }

    @Override
    public void onReachable(Runnable action) {
        this.source.onReachable(action);
    }

}
