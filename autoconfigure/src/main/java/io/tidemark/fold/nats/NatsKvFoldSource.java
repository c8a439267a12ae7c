package io.tidemark.fold.nats;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Message;
import io.nats.client.Options;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import io.tidemark.fold.Delivery;
import io.tidemark.fold.FoldSource;
import io.tidemark.fold.FoldSubscription;
import io.tidemark.fold.IncompleteListingException;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.LiveKeySink;
import io.tidemark.fold.SourceIdentity;
import io.tidemark.fold.SourceState;
import io.tidemark.fold.UnusableKeyException;
import io.tidemark.fold.nats.JetStreamBucket.Content;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FoldSource} that is a key-value bucket of NATS JetStream, of a server of version 2.9 or later.
 * <p>
 * It pulls from consumers of its own, and makes them anew as soon as the connection is back. Several prefixes share a
 * consumer from server version 2.10 on. The connection stays its owner's, who closes it after this.
 */
public final class NatsKvFoldSource implements FoldSource, AutoCloseable {

    private final Connection connection;

    private final NatsKvSettings settings;

    private final KvScope scope;

    private final JetStreamBucket bucket;

    private final ConnectionListener listener = this::connectionChanged;

    private final AtomicReference<@Nullable Lanes> current = new AtomicReference<>();

    private volatile Runnable onReachable = () -> {
    };

    /**
     * Creates a source.
     * @param connection a connection that reconnects for ever, such as one of {@link #connectionOptions()}
     * @throws IllegalArgumentException if it does not
     */
    public NatsKvFoldSource(Connection connection, NatsKvSettings settings) {
        int maximum = connection.getOptions().getMaxReconnect();
        if (maximum != -1) {
            throw new IllegalArgumentException(("maxReconnects of the connection must be -1, was %d: "
                    + "a fold would end for good when they are used up").formatted(maximum));
        }
        this.connection = connection;
        this.settings = settings;
        this.scope = new KvScope(settings.bucket(), settings.prefixes());
        this.bucket = new JetStreamBucket(connection, settings, this.scope);
        connection.addConnectionListener(this.listener);
    }

    /**
     * Returns options for a connection that suits folds: it reconnects for ever, tries every 250 to 500 ms, notices within
     * 20 s that a server is gone that does not say so, and logs with SLF4J.
     */
    public static Options.Builder connectionOptions() {
        return Options.builder()
            .maxReconnects(-1)
            .reconnectWait(Duration.ofMillis(250))
            .reconnectJitter(Duration.ofMillis(250))
            .connectionTimeout(Duration.ofSeconds(2))
            .pingInterval(Duration.ofSeconds(10))
            .maxPingsOut(2)
            .errorListener(new LoggedErrors());
    }

    @Override
    public String bucket() {
        return this.settings.bucket();
    }

    @Override
    public SourceState describe() {
        StreamInfo info = this.bucket.info();
        StreamState state = info.getStreamState();
        SourceIdentity identity = new SourceIdentity(this.settings.bucket(), info.getCreateTime().toInstant(),
                this.settings.prefixes());
        return new SourceState(identity, state.getFirstSequence(), state.getLastSequence(), state.getSubjectCount());
    }

    @Override
    public void list(LiveKeySink sink) {
        for (List<String> filters : this.bucket.filters()) {
            try (Lanes lanes = new Lanes(this.connection, this.bucket, this.settings, List.of(filters), 0,
                    Content.HEADERS)) {
                list(lanes, filters, sink);
            }
        }
    }

    @Override
    public FoldSubscription subscribe(long after) {
        Lanes lanes = new Lanes(this.connection, this.bucket, this.settings, this.bucket.filters(), after, Content.ALL);
        this.current.set(lanes);
        return new LanesSubscription(lanes);
    }

    @Override
    public long pendingAfter(long revision) {
        return this.bucket.filters().stream().mapToLong(each -> this.bucket.pendingAfter(each, revision)).sum();
    }

    @Override
    public void onReachable(Runnable action) {
        this.onReachable = action;
    }

    /** Ends the use of the connection. */
    @Override
    public void close() {
        this.connection.removeConnectionListener(this.listener);
        Lanes open = this.current.get();
        if (open != null) {
            open.lose("the source was closed");
        }
    }

    private void connectionChanged(Connection changed, Events event) {
        Lanes open = this.current.get();
        if (open != null && (event == Events.DISCONNECTED || event == Events.RESUBSCRIBED || event == Events.CLOSED)) {
            open.lose("the connection to NATS was " + event);
        }
        if (event == Events.CONNECTED || event == Events.RESUBSCRIBED) {
            this.onReachable.run();
        }
    }

    private void list(Lanes lanes, List<String> filters, LiveKeySink sink) {
        long expected = lanes.initialPending();
        long last = 0;
        for (long received = 0; received < expected; received++) {
            Message message = lanes.next(this.settings.requestTimeout().toNanos());
            if (message == null) {
                requireNothingAfter(last, filters, received, expected);
                return;
            }
            last = message.metaData().streamSequence();
            accept(message, sink);
        }
    }

    // Keys that were removed since the count do not come. Only the server's word that nothing follows will do.
    private void requireNothingAfter(long last, List<String> filters, long received, long expected) {
        if (last == 0 || this.bucket.pendingAfter(filters, last) > 0) {
            throw new IncompleteListingException("Bucket '%s' must list %d keys, listed %d in time: trying again"
                .formatted(this.settings.bucket(), expected, received), null);
        }
    }

    private void accept(Message message, LiveKeySink sink) {
        KvUpdate update = decode(message);
        if (update instanceof KvUpdate.Put) {
            sink.accept(update.key(), message.metaData().streamSequence());
        }
        else if (update != null) {
            sink.accept(update.key(), -1);
        }
    }

    private @Nullable KvUpdate decode(Message message) {
        String key = this.scope.key(message);
        if (KvMessages.isUsable(key)) {
            return KvMessages.update(key, message);
        }
        if (this.settings.unusableKeys() == UnusableKeys.HOLD) {
            throw new UnusableKeyException("Keys of bucket '%s' must be printable ASCII, one at revision %d is not: "
                .formatted(this.settings.bucket(), message.metaData().streamSequence())
                    + "remove it, or have unusable keys skipped", null);
        }
        return null;
    }

    private final class LanesSubscription implements FoldSubscription {

        private final Lanes lanes;

        LanesSubscription(Lanes lanes) {
            this.lanes = lanes;
        }

        @Override
        public long initialPending() {
            return this.lanes.initialPending();
        }

        @Override
        public @Nullable Delivery next(long limitNanos) {
            Message message = this.lanes.next(limitNanos);
            return message == null ? null : new Delivery(message.metaData().streamSequence(), decode(message));
        }

        @Override
        public void wakeUp() {
            this.lanes.wakeUp();
        }

        @Override
        public void close() {
            NatsKvFoldSource.this.current.compareAndSet(this.lanes, null);
            this.lanes.close();
        }

    }

}
