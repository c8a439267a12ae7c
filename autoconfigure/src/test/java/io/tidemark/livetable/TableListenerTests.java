package io.tidemark.livetable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** Those who are told of tables, such as meters. */
@Tag("P12")
class TableListenerTests {

    private final LiveTablesFixture fixture = new LiveTablesFixture();

    private final LiveTables tables = this.fixture.tables;

    @AfterEach
    void close() {
        this.fixture.close();
    }

    @Test
    void listenerIsToldOfTablesThatWereThereAndOfThoseToCome() {
        this.fixture.read(this.fixture.products.list());
        Queue<TableId> told = new ConcurrentLinkedQueue<>();

        this.tables.addTableListener(told::add);
        assertThat(told).containsExactly(Products.TABLE);
        this.fixture.read(this.fixture.products.list());
        TableId other = new TableId("main", "makers");
        this.tables.invalidate(other);

        assertThat(told).containsExactly(Products.TABLE, other);
    }

    @Test
    void listenerIsToldOfEachTableOnceHoweverManyThreadsNameIt() throws Exception {
        int threads = 8;
        CountDownLatch together = new CountDownLatch(threads);
        Map<TableId, AtomicInteger> told = new ConcurrentHashMap<>();
        List<Future<?>> naming = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            boolean listens = i == 0;
            naming.add(this.fixture.threads.submit(() -> {
                together.countDown();
                together.await();
                for (int table = 0; table < 500; table++) {
                    if (listens && table == 250) {
                        this.tables
                            .addTableListener((id) -> told.computeIfAbsent(id, (each) -> new AtomicInteger()).incrementAndGet());
                    }
                    this.tables.statistics(new TableId("main", "table" + table));
                }
                return null;
            }));
        }
        for (Future<?> each : naming) {
            each.get(20, SECONDS);
        }

        assertThat(told).hasSize(500);
        assertThat(told.values()).allSatisfy((times) -> assertThat(times.get()).isEqualTo(1));
    }

    @Test
    void listenerFindsWhatTheTableIsAskedFor() {
        List<Long> seen = new ArrayList<>();
        this.tables.addTableListener((table) -> seen.add(this.tables.statistics(table).hits()));

        this.fixture.read(this.fixture.products.list());

        assertThat(seen).containsExactly(0L);
    }

    @Test
    @Tag("P4")
    void listenerThatFailsFailsNoRead() {
        this.tables.addTableListener((table) -> {
            throw new IllegalStateException("The registry refuses it");
        });

        assertThat(this.fixture.read(this.fixture.products.list())).contains("Alpha");
    }

    @Test
    void sourceIsConnectedFromItsRestorationToTheNextGap() {
        ManualChangeSource source = new ManualChangeSource(Products.TABLE);
        assertThat(this.tables.isConnected(source)).isFalse();
        this.tables.attach(source);
        assertThat(this.tables.isConnected(source)).isFalse();

        source.sink().restored();
        assertThat(this.tables.isConnected(source)).isTrue();
        assertThat(this.tables.isConnected(new ManualChangeSource(Products.TABLE))).isFalse();

        source.sink().gap("lost");
        assertThat(this.tables.isConnected(source)).isFalse();
    }

}
