package io.tidemark.fold.nats;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.tidemark.fold.FoldSourceException;
import io.tidemark.fold.SubscriptionLostException;
import io.tidemark.fold.nats.JetStreamBucket.Content;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one or several consumers in the order of their revisions.
 * <p>
 * Where there are several, a message is only handed over when none of a lower revision can come from the others. Only
 * what the server has stored tells that.
 */
final class Lanes implements AutoCloseable {

    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Connection connection;

    private final JetStreamBucket bucket;

    private final NatsKvSettings settings;

    // Bounded by what the lanes ask for.
    private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    private final List<PullLane> lanes = new ArrayList<>();

    private final Dispatcher dispatcher;

    private long askedAtNanos = System.nanoTime() - ASK_AGAIN_NANOS;

    private boolean arrivedSinceAsked;

    private boolean closed;

    Lanes(Connection connection, JetStreamBucket bucket, NatsKvSettings settings, List<List<String>> filters, long after,
            Content content) {
        this.connection = connection;
        this.bucket = bucket;
        this.settings = settings;
        this.dispatcher = connection.createDispatcher();
        try {
            for (List<String> each : filters) {
                PullLane lane = new PullLane(connection, settings, each, after,
                        bucket.createConsumer(each, after, content));
                this.lanes.add(lane);
                lane.listen(this.dispatcher, this.arrivals);
            }
        }
        catch (RuntimeException ex) {
            close();
            throw ex;
        }
    }

    long initialPending() {
        return this.lanes.stream().mapToLong(PullLane::initialPending).sum();
    }

    /** Returns the next message, or null if none can be handed over in time or somebody wakes up the caller. */
    @Nullable Message next(long limitNanos) {
        long deadline = System.nanoTime() + limitNanos;
        while (true) {
            for (Arrival arrival = this.arrivals.poll(); arrival != null; arrival = this.arrivals.poll()) {
                if (!receive(arrival)) {
                    return null;
                }
            }
            Message message = merge();
            if (message != null) {
                return message;
            }
            pull();
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            if (!receive(await(left))) {
                return null;
            }
        }
    }

    void wakeUp() {
        this.arrivals.add(new Arrival.WakeUp());
    }

    void lose(String reason) {
        this.arrivals.add(new Arrival.Lost(reason));
    }

    @Override
    public void close() {
        if (this.closed) {
            return;
        }
        this.closed = true;
        if (this.connection.getStatus() != Connection.Status.CLOSED) {
            this.connection.closeDispatcher(this.dispatcher);
            this.lanes.forEach(lane -> this.bucket.deleteConsumer(lane.consumer()));
        }
    }

    private boolean receive(@Nullable Arrival arrival) {
        if (arrival instanceof Arrival.Received received) {
            received.lane().receive(received.message());
            this.arrivedSinceAsked = true;
        }
        else if (arrival instanceof Arrival.Lost lost) {
            throw new SubscriptionLostException("Subscription to bucket '%s' was lost: %s"
                .formatted(this.settings.bucket(), lost.reason()), null);
        }
        return !(arrival instanceof Arrival.WakeUp);
    }

    private @Nullable Arrival await(long nanos) {
        try {
            long limit = hasWaitingMessage() ? ASK_AGAIN_NANOS : this.settings.heartbeat().toNanos();
            Arrival arrival = this.arrivals.poll(Math.min(nanos, limit), TimeUnit.NANOSECONDS);
            if (arrival == null) {
                this.lanes.forEach(PullLane::requireHeartbeat);
            }
            return arrival;
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new FoldSourceException("Waiting for bucket '%s' was interrupted".formatted(this.settings.bucket()),
                    ex);
        }
    }

    private void pull() {
        try {
            this.lanes.forEach(PullLane::pull);
        }
        catch (IllegalStateException ex) {
            throw new SubscriptionLostException("Subscription to bucket '%s' was lost: the connection was closed"
                .formatted(this.settings.bucket()), ex);
        }
    }

    private @Nullable Message merge() {
        PullLane lowest = null;
        for (PullLane lane : this.lanes) {
            if (!lane.isEmpty() && (lowest == null || lane.nextRevision() < lowest.nextRevision())) {
                lowest = lane;
            }
        }
        return lowest != null && areCompleteThrough(lowest.nextRevision()) ? lowest.take() : null;
    }

    private boolean areCompleteThrough(long revision) {
        if (allCompleteThrough(revision)) {
            return true;
        }
        if (!this.arrivedSinceAsked && System.nanoTime() - this.askedAtNanos < ASK_AGAIN_NANOS) {
            return false;
        }
        this.arrivedSinceAsked = false;
        this.askedAtNanos = System.nanoTime();
        // Whatever was received was stored before this is asked, and with it everything of a lower revision.
        long received = this.lanes.stream().mapToLong(PullLane::receivedThrough).max().orElseThrow();
        for (PullLane lane : this.lanes) {
            if (lane.isEmpty() && this.bucket.pendingAfter(lane.filters(), lane.taken()) == 0) {
                lane.completeThrough(received);
            }
        }
        return allCompleteThrough(revision);
    }

    private boolean allCompleteThrough(long revision) {
        return this.lanes.stream().allMatch(lane -> lane.isCompleteThrough(revision));
    }

    private boolean hasWaitingMessage() {
        return this.lanes.stream().anyMatch(lane -> !lane.isEmpty());
    }

}
