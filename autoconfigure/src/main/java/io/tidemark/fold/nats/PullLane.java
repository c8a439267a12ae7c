package io.tidemark.fold.nats;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.support.Status;
import io.tidemark.fold.SubscriptionLostException;
import org.jspecify.annotations.Nullable;

/**
 * One consumer of ours, from which messages are pulled in order. Not more are asked for than there is room for. Used by
 * one thread, which takes; messages arrive on another.
 */
final class PullLane {

    private static final int SILENT_HEARTBEATS = 3;

    private static final int TIMED_OUT = 408;

    private static final int NOT_FOUND = 404;

    private static final int CONFLICT = 409;

    private final Connection connection;

    private final NatsKvSettings settings;

    private final List<String> filters;

    private final String consumer;

    private final long initialPending;

    private final String requestSubject;

    private final String inbox;

    private final Deque<Message> buffer = new ArrayDeque<>();

    private long consumerSequence;

    private int outstanding;

    private volatile long heardAtNanos = System.nanoTime();

    // Everything of this lane up to here has been taken.
    private long completeThrough;

    private long taken;

    private long receivedThrough;

    PullLane(Connection connection, NatsKvSettings settings, List<String> filters, long after, ConsumerInfo info) {
        this.connection = connection;
        this.settings = settings;
        this.filters = filters;
        this.consumer = info.getName();
        this.initialPending = info.getNumPending();
        this.requestSubject = "$JS.API.CONSUMER.MSG.NEXT.%s.%s".formatted(info.getStreamName(), info.getName());
        this.inbox = connection.createInbox();
        this.taken = after;
        this.completeThrough = after;
    }

    List<String> filters() {
        return this.filters;
    }

    String consumer() {
        return this.consumer;
    }

    long initialPending() {
        return this.initialPending;
    }

    void listen(Dispatcher dispatcher, Queue<Arrival> arrivals) {
        dispatcher.subscribe(this.inbox, message -> {
            this.heardAtNanos = System.nanoTime();
            if (!message.isStatusMessage() || !message.getStatus().isHeartbeat()) {
                arrivals.add(new Arrival.Received(this, message));
            }
        });
    }

    /** Asks for more if there is room. */
    void pull() {
        if (this.outstanding > 0 || this.buffer.size() > this.settings.pullSize() / 2) {
            return;
        }
        this.outstanding = this.settings.pullSize() - this.buffer.size();
        this.heardAtNanos = System.nanoTime();
        PullRequestOptions request = PullRequestOptions.builder(this.outstanding)
            .expiresIn(this.settings.heartbeat().multipliedBy(10))
            .idleHeartbeat(this.settings.heartbeat())
            .build();
        this.connection.publish(this.requestSubject, this.inbox, request.serialize());
    }

    void requireHeartbeat() {
        long silence = System.nanoTime() - this.heardAtNanos;
        if (this.outstanding > 0 && silence > SILENT_HEARTBEATS * this.settings.heartbeat().toNanos()) {
            throw lost("NATS was silent for %d ms".formatted(silence / 1_000_000));
        }
    }

    void receive(Message message) {
        if (message.isStatusMessage()) {
            receive(message.getStatus());
            return;
        }
        this.outstanding--;
        long expected = this.consumerSequence + 1;
        this.consumerSequence = message.metaData().consumerSequence();
        if (this.consumerSequence != expected) {
            throw lost("message %d came after %d".formatted(this.consumerSequence, expected - 1));
        }
        this.receivedThrough = message.metaData().streamSequence();
        this.buffer.add(message);
    }

    boolean isEmpty() {
        return this.buffer.isEmpty();
    }

    /** Returns the revision of the next message, which there must be. */
    long nextRevision() {
        return this.buffer.element().metaData().streamSequence();
    }

    long receivedThrough() {
        return this.receivedThrough;
    }

    @Nullable Message take() {
        Message message = this.buffer.poll();
        if (message != null) {
            this.taken = message.metaData().streamSequence();
            this.completeThrough = Math.max(this.completeThrough, this.taken);
        }
        return message;
    }

    long taken() {
        return this.taken;
    }

    void completeThrough(long revision) {
        this.completeThrough = Math.max(this.completeThrough, revision);
    }

    /** Whether nothing of this lane up to a revision can be still to come. */
    boolean isCompleteThrough(long revision) {
        return !isEmpty() || this.completeThrough >= revision;
    }

    private void receive(Status status) {
        boolean over = status.getCode() == TIMED_OUT || status.getCode() == NOT_FOUND
                || status.getCode() == CONFLICT && status.getMessage().contains("Batch Completed");
        if (!over) {
            throw lost("NATS said " + status.getMessageWithCode());
        }
        this.outstanding = 0;
    }

    private SubscriptionLostException lost(String reason) {
        return new SubscriptionLostException("Consumer '%s' of bucket '%s' was lost: %s".formatted(this.consumer,
                this.settings.bucket(), reason), null);
    }

}
