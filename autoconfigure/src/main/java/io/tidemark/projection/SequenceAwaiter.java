package io.tidemark.projection;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.tidemark.projection.Freshness.AtLeast;

import org.jspecify.annotations.Nullable;

/** Waits for an event to become visible, by looking again and again at growing intervals. */
final class SequenceAwaiter {

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private SequenceAwaiter() {
    }

    static <S> Projected<S> await(CachedProjection<S, ?> projection, String streamId, AtLeast wish) {
        Projected<S> cached = fromHeap(projection, streamId, wish.sequence());
        if (cached != null) {
            return cached;
        }
        EventSource<?> source = projection.definition().source();
        long start = projection.clock().nanos();
        for (long pause = FIRST_PAUSE_NANOS; source.positionAt(streamId, Set.of(), wish.sequence()).isStart();
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
            long left = wish.timeoutNanos() - (projection.clock().nanos() - start);
            if (left <= 0) {
                throw new FreshnessTimeoutException(projection.name(), streamId, wish.sequence(),
                        source.head(streamId, projection.definition().types()).sequence(),
                        Duration.ofNanos(wish.timeoutNanos()));
            }
            LockSupport.parkNanos(Math.min(pause, left));
            if (Thread.currentThread().isInterrupted()) {
                throw new ReadInterruptedException(projection.name(), streamId, new InterruptedException());
            }
        }
        return projection.get(streamId, Freshness.consistent());
    }

    // Only contiguous numbers say that whatever comes before the watermark is in the state.
    private static <S> @Nullable Projected<S> fromHeap(CachedProjection<S, ?> projection,
            String streamId, long sequence) {
        HeapEntry<S> entry = projection.store().entry(streamId);
        boolean reached = entry != null && entry.position().sequence() >= sequence
                && projection.definition().source().ordering() == EventOrdering.STREAM_VERSION;
        Projected<S> cached = reached ? projection.getCached(streamId, Freshness.anyAge()) : null;
        return cached != null && cached.watermark() >= sequence ? cached : null;
    }

}
