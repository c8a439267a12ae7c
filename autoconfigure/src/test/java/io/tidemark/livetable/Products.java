package io.tidemark.livetable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.tidemark.key.KeyPath;

import org.jspecify.annotations.Nullable;

/** A table in memory whose loads are counted, can be held once they have seen the table, and can fail. */
public final class Products {

    static final TableId TABLE = new TableId("main", "products");

    private final Map<String, String> rows = new TreeMap<>(Map.of("a", "Alpha", "b", "Beta", "c", "Gamma"));

    private final AtomicReference<@Nullable Barrier> barrier = new AtomicReference<>();

    private final AtomicReference<@Nullable Throwable> nextFailure = new AtomicReference<>();

    private final TableId table;

    public final AtomicInteger loads = new AtomicInteger();

    public volatile List<KeyPath> dependencies;

    public volatile boolean loadsOnAnyThread = true;

    Products() {
        this(TABLE);
    }

    Products(TableId table) {
        this.table = table;
        this.dependencies = List.of(table.path());
    }

    synchronized void put(String id, String name) {
        this.rows.put(id, name);
    }

    synchronized void remove(String id) {
        this.rows.remove(id);
    }

    /** Holds the next load once it has seen the table. */
    Barrier holdNextLoad() {
        Barrier held = new Barrier();
        this.barrier.set(held);
        return held;
    }

    /** Makes one load fail, the one that is held if there is one. */
    void failNextLoad(Throwable failure) {
        this.nextFailure.set(failure);
    }

    TableRead<List<String>> list() {
        return page(0, Integer.MAX_VALUE);
    }

    TableRead<List<String>> page(int page, int size) {
        KeyPath key = this.table.path().child("page").child(page).child(size);
        return new Read<>(key) {

            @Override
            List<String> snapshot() {
                return rows().values().stream().skip((long) page * size).limit(size).toList();
            }

            @Override
            public Rows toRows(List<String> answer) {
                return new Rows(answer, -1, false);
            }

            @Override
            @SuppressWarnings("unchecked")
            public List<String> toAnswer(Rows rows) {
                return new ArrayList<>((List<String>) rows.values());
            }

        };
    }

    TableRead<Optional<String>> row(String id) {
        KeyPath key = this.table.path().child("id").child(id);
        return new Read<>(key) {

            @Override
            Optional<String> snapshot() {
                return Optional.ofNullable(rows().get(id));
            }

            @Override
            public Rows toRows(Optional<String> answer) {
                return new Rows(answer.stream().toList(), -1, false);
            }

            @Override
            public Optional<String> toAnswer(Rows rows) {
                return rows.values().stream().findFirst().map(String.class::cast);
            }

        };
    }

    private synchronized Map<String, String> rows() {
        return new TreeMap<>(this.rows);
    }

    private abstract class Read<T> implements TableRead<T> {

        private final KeyPath key;

        Read(KeyPath key) {
            this.key = key;
        }

        abstract T snapshot();

        @Override
        public TableId table() {
            return Products.this.table;
        }

        @Override
        public KeyPath key() {
            return this.key;
        }

        @Override
        public List<KeyPath> dependencies() {
            return Products.this.dependencies;
        }

        @Override
        public boolean loadsOnAnyThread() {
            return Products.this.loadsOnAnyThread;
        }

        @Override
        public T load() throws Throwable {
            Products.this.loads.incrementAndGet();
            T seen = snapshot();
            Barrier held = Products.this.barrier.getAndSet(null);
            if (held != null) {
                held.pass();
            }
            Throwable failure = Products.this.nextFailure.getAndSet(null);
            if (failure != null) {
                throw failure;
            }
            return seen;
        }

    }

    /** Where a load waits. */
    static final class Barrier {

        private final CountDownLatch arrived = new CountDownLatch(1);

        private final CountDownLatch released = new CountDownLatch(1);

        void awaitLoad() throws InterruptedException {
            if (!this.arrived.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody came to load");
            }
        }

        void release() {
            this.released.countDown();
        }

        void pass() throws InterruptedException {
            this.arrived.countDown();
            if (!this.released.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody released the load");
            }
        }

    }

}
