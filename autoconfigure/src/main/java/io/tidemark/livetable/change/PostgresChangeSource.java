package io.tidemark.livetable.change;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.change.PostgresNotification.Operation;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of writes by {@code LISTEN}: of those to the tables whose triggers call the functions that
 * {@code io/tidemark/livetable/postgresql-notify.sql} creates, whoever makes them.
 * <p>
 * PostgreSQL delivers a notification when its transaction has committed, never after a rollback, and equal ones of a
 * transaction once. Between the commit and the delivery others may still be answered with what was there before.
 * <p>
 * One thread of its own follows one connection. If the connection ends, or a heartbeat does not come back in time, the
 * source says so at once and reconnects. What it does not understand counts as a change of all that may be meant.
 */
public final class PostgresChangeSource implements ChangeSource {

    private static final Logger logger = LoggerFactory.getLogger(PostgresChangeSource.class);

    private static final Duration CLOSE_GRACE = Duration.ofSeconds(10);

    private final String name;

    private final PostgresChangeSettings settings;

    private final ListenerConnections connections;

    private final ReconnectDelays delays;

    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

    private final CountDownLatch closed = new CountDownLatch(1);

    private final AtomicLong changes = new AtomicLong();

    private final AtomicLong malformed = new AtomicLong();

    private final AtomicLong gaps = new AtomicLong();

    private volatile @Nullable PostgresConnection current;

    private volatile boolean connected;

    private volatile long roundTripNanos = -1;

    private volatile @Nullable String lastFault;

    /** Creates a source that is not started. Nothing is opened before it is. */
    public PostgresChangeSource(String name, PostgresChangeSettings settings, ListenerConnections connections) {
        this.name = Objects.requireNonNull(name, "name");
        this.settings = settings;
        this.connections = Objects.requireNonNull(connections, "connections");
        this.delays = new ReconnectDelays(settings.reconnectDelay(), settings.maximumReconnectDelay(),
                RandomGenerator.getDefault());
    }

    @Override
    public String name() {
        return this.name;
    }

    @Override
    public boolean covers(TableId table) {
        return this.settings.covers(table);
    }

    /** Returns what was done up to now. */
    public ChangeSourceStatistics statistics() {
        return new ChangeSourceStatistics(this.connected, this.changes.get(), this.malformed.get(), this.gaps.get(),
                this.roundTripNanos, this.lastFault);
    }

    /**
     * {@inheritDoc}
     * @throws IllegalStateException if it was started or closed before
     */
    @Override
    public void start(ChangeSink sink) {
        Thread follower = new Thread(() -> run(sink), "tidemark-livetable-" + this.name);
        follower.setDaemon(true);
        if (this.closed.getCount() == 0 || !this.thread.compareAndSet(null, follower)) {
            throw new IllegalStateException(
                    "Change source '%s' must be started once and before it is closed".formatted(this.name));
        }
        follower.start();
    }

    @Override
    public void close() {
        this.closed.countDown();
        PostgresConnection open = this.current;
        if (open != null) {
            open.abort();
        }
        Thread follower = this.thread.get();
        if (follower != null) {
            join(follower);
        }
    }

    private void join(Thread follower) {
        boolean interrupted = false;
        long limit = System.nanoTime() + this.settings.heartbeatTimeout().plus(CLOSE_GRACE).toNanos();
        while (follower.isAlive() && System.nanoTime() < limit) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(follower, Math.max(1_000_000, limit - System.nanoTime()));
            }
            catch (InterruptedException ex) {
                interrupted = true;
            }
        }
        if (follower.isAlive()) {
            logger.warn("Thread '{}' still waits for the database", follower.getName());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(ChangeSink sink) {
        try {
            while (!isClosed()) {
                try {
                    follow(sink);
                }
                catch (SQLException | RuntimeException ex) {
                    lost(sink, ex);
                }
                pause();
            }
        }
        finally {
            this.connected = false;
            if (!isClosed()) {
                sink.gap("Thread '%s' ended".formatted(Thread.currentThread().getName()));
            }
        }
    }

    /** Follows one connection until it is lost, which is an exception. */
    private void follow(ChangeSink sink) throws SQLException {
        Connection opened = this.connections.open();
        try (PostgresConnection connection = PostgresConnection.of(opened, this.settings.heartbeatTimeout())) {
            this.current = connection;
            if (isClosed()) {
                return;
            }
            connection.listen(this.settings.channels());
            Set<String> schemas = this.settings.schemas().isEmpty() ? connection.searchPath() : this.settings.schemas();
            Receiver receiver = new Receiver(sink, schemas);
            this.roundTripNanos = connection.beat(receiver::receive);
            this.connected = true;
            sink.restored();
            logger.info("Change source '{}' listens to {}", this.name, this.settings.channels());
            follow(connection, receiver);
        }
        finally {
            this.current = null;
        }
    }

    private void follow(PostgresConnection connection, Receiver receiver) throws SQLException {
        long intervalNanos = this.settings.heartbeatInterval().toNanos();
        long last = System.nanoTime();
        while (!isClosed()) {
            long leftNanos = intervalNanos - (System.nanoTime() - last);
            if (leftNanos > 0) {
                connection.receive(Duration.ofNanos(leftNanos), receiver::receive);
                continue;
            }
            this.roundTripNanos = connection.beat(receiver::receive);
            this.delays.reset();
            last = System.nanoTime();
        }
    }

    private void lost(ChangeSink sink, Exception cause) {
        if (isClosed()) {
            return;
        }
        String reason = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        boolean wasConnected = this.connected;
        // Until it is restored it stays lost, and those who read logs know why.
        boolean isNews = wasConnected || !reason.equals(this.lastFault);
        this.lastFault = reason;
        this.connected = false;
        if (isNews) {
            // Before anything that takes time: until this is said, what is cached counts as fresh.
            sink.gap(reason);
        }
        if (wasConnected) {
            this.gaps.incrementAndGet();
        }
        logger.debug("Change source '{}' is lost and will reconnect", this.name, cause);
    }

    private void pause() {
        try {
            this.closed.await(this.delays.next().toNanos(), TimeUnit.NANOSECONDS);
        }
        catch (InterruptedException ex) {
            // Nobody interrupts this thread with reason; the next attempt is only made earlier.
            logger.debug("Change source '{}' was interrupted", this.name, ex);
        }
    }

    private boolean isClosed() {
        return this.closed.getCount() == 0;
    }

    /** Tells a sink what notifications say, while one connection lasts. */
    private final class Receiver {

        private final ChangeSink sink;

        private final Set<String> schemas;

        Receiver(ChangeSink sink, Set<String> schemas) {
            this.sink = sink;
            this.schemas = schemas;
        }

        void receive(String payload) {
            PostgresNotification notification = PostgresNotification.parse(payload);
            if (notification == null) {
                PostgresChangeSource.this.malformed.incrementAndGet();
                this.sink.gap("A notification names no table");
                this.sink.restored();
                return;
            }
            if (notification.operation() == Operation.UNKNOWN) {
                PostgresChangeSource.this.malformed.incrementAndGet();
            }
            for (String table : names(notification)) {
                tell(new TableId(PostgresChangeSource.this.settings.dataSource(), table), notification);
            }
        }

        private void tell(TableId table, PostgresNotification notification) {
            if (covers(table)) {
                PostgresChangeSource.this.changes.incrementAndGet();
                this.sink.changed(change(table, notification));
            }
        }

        /** Returns the names under which the table may be mapped: with its schema, and without if that is on the path. */
        private Set<String> names(PostgresNotification notification) {
            Set<String> names = new LinkedHashSet<>();
            String schema = notification.schema();
            String table = notification.table();
            if (schema == null || this.schemas.contains(schema)) {
                names.add(table);
            }
            if (schema != null) {
                names.add(schema + "." + table);
            }
            else {
                this.schemas.forEach((each) -> names.add(each + "." + table));
            }
            return names;
        }

        private static TableChange change(TableId table, PostgresNotification notification) {
            String id = notification.id();
            return switch (notification.operation()) {
                case INSERT -> id == null ? new TableChange.Changed(table) : new TableChange.Inserted(table, id);
                case UPDATE -> id == null ? new TableChange.Changed(table) : new TableChange.Updated(table, id);
                case DELETE -> id == null ? new TableChange.Changed(table) : new TableChange.Deleted(table, id);
                case TRUNCATE, CHANGED -> new TableChange.Changed(table);
                case RESET, UNKNOWN -> new TableChange.Reset(table);
            };
        }

    }

}
