package io.tidemark.livetable.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.domain.PageRequest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A reader loads; a writer changes what it reads and evicts; the reader ends. What does the next reader get, and did the
 * writer have to wait for the load?
 */
@Tag("P1")
class EvictionDuringLoadTests {

    private static final Row AFTER = new Row(1, "a", 2);

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("peers")
    void springsAnnotations(Provider provider, Read read, Eviction eviction, boolean stale, boolean writerWaits)
            throws Exception {
        GatedSource source = new GatedSource();
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(Caching.class);
            context.registerBean(CacheManager.class, () -> provider.manager(read));
            context.registerBean(CacheablePeers.class, () -> new CacheablePeers(source));
            context.refresh();
            CacheablePeers peers = context.getBean(CacheablePeers.class);
            Outcome outcome = outcome(source, () -> read.from(peers), () -> eviction.after(peers));
            assertThat(outcome).isEqualTo(new Outcome(stale ? 1 : 2, writerWaits));
        }
    }

    static Stream<Arguments> peers() {
        return Stream.of(Arguments.of(Provider.CAFFEINE, Read.PLAIN, Eviction.KEY, true, false),
                Arguments.of(Provider.SIMPLE, Read.PLAIN, Eviction.KEY, true, false),
                Arguments.of(Provider.CAFFEINE, Read.PLAIN, Eviction.CLEAR, true, false),
                Arguments.of(Provider.SIMPLE, Read.PLAIN, Eviction.CLEAR, true, false),
                Arguments.of(Provider.CAFFEINE, Read.SYNC, Eviction.KEY, false, true),
                Arguments.of(Provider.SIMPLE, Read.SYNC, Eviction.KEY, false, true),
                Arguments.of(Provider.CAFFEINE, Read.SYNC, Eviction.CLEAR, true, false),
                Arguments.of(Provider.SIMPLE, Read.SYNC, Eviction.CLEAR, false, true),
                Arguments.of(Provider.CAFFEINE, Read.FUTURE, Eviction.KEY, true, false),
                Arguments.of(Provider.SIMPLE, Read.FUTURE, Eviction.KEY, true, false),
                Arguments.of(Provider.CAFFEINE, Read.SYNC_FUTURE, Eviction.KEY, false, false),
                Arguments.of(Provider.SIMPLE, Read.SYNC_FUTURE, Eviction.KEY, false, true),
                Arguments.of(Provider.CAFFEINE, Read.SYNC_FUTURE, Eviction.CLEAR, false, false),
                Arguments.of(Provider.SIMPLE, Read.SYNC_FUTURE, Eviction.CLEAR, false, true));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void liveTables(Class<?> application, ModelCache cache, @TempDir Path directory) throws Exception {
        try (HikariDataSource connections = new HikariDataSource()) {
            connections.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID());
            ModelDatabase.createTables(connections);
            JdbcTemplate jdbc = new JdbcTemplate(connections);
            jdbc.update("insert into gate values (1, 'a', 1)");
            AtomicReference<GatedSource> gate = new AtomicReference<>(GatedSource.open());
            try (ModelNode node = ModelNode.start(application, connections, cache.open(directory),
                    AbstractModelTests.SETTINGS, Horizon.ofAll(new CommitLog()), () -> gate.get().pass())) {
                for (Map.Entry<String, Reading> read : reads(node.rows()).entrySet()) {
                    for (Map.Entry<String, Runnable> write : writes(node, jdbc).entrySet()) {
                        jdbc.update("update gate set stamp = 1");
                        node.tables().invalidateAll();
                        GatedSource source = new GatedSource();
                        gate.set(source);
                        assertThat(outcome(source, read.getValue(), write.getValue()))
                            .as("%s during a load of a %s", write.getKey(), read.getKey())
                            .isEqualTo(new Outcome(2, false));
                    }
                }
            }
        }
    }

    static Stream<Arguments> applications() {
        return Stream.of(JdbcModelApplication.class, JpaModelApplication.class)
            .flatMap((application) -> Stream.of(ModelCache.CAFFEINE, ModelCache.MVSTORE)
                .map((cache) -> Arguments.of(application, cache)));
    }

    private static Map<String, Reading> reads(ModelRows rows) {
        PageRequest first = PageRequest.of(0, 1);
        return Map.of("row", () -> Math.toIntExact(rows.find(ModelTable.GATE, 1).orElseThrow().stamp()), "page",
                () -> Math.toIntExact(rows.page(ModelTable.GATE, "a", first).getContent().get(0).stamp()));
    }

    private static Map<String, Runnable> writes(ModelNode node, JdbcTemplate jdbc) {
        Runnable elsewhere = () -> jdbc.update("update gate set stamp = 2");
        return Map.of("write through the repository", () -> node.rows().update(ModelTable.GATE, AFTER, 0),
                "write in a transaction",
                () -> node.transaction(TransactionDefinition.PROPAGATION_REQUIRED, Set.of())
                    .executeWithoutResult((status) -> node.rows().update(ModelTable.GATE, AFTER, 1)),
                "invalidation of the table", () -> {
                    elsewhere.run();
                    node.tables().invalidate(ModelTable.GATE.id());
                }, "invalidation of a prefix", () -> {
                    elsewhere.run();
                    node.tables().invalidate(ModelTable.GATE.id().path().asPrefix());
                }, "invalidation of all", () -> {
                    elsewhere.run();
                    node.tables().invalidateAll();
                });
    }

    private static Outcome outcome(GatedSource source, Reading reader, Runnable writing) throws Exception {
        CompletableFuture<Integer> early = CompletableFuture.supplyAsync(reader::read);
        source.awaitLoad();
        FutureTask<Boolean> write = new FutureTask<>(writing, true);
        Thread writer = new Thread(write, "writer");
        writer.start();
        await().until(() -> write.isDone() || waitsInMap(writer));
        boolean waits = !write.isDone();
        source.letThrough();
        write.get(20, TimeUnit.SECONDS);
        assertThat(early.get(20, TimeUnit.SECONDS)).as("what the early reader got").isEqualTo(1);
        return new Outcome(reader.read(), waits);
    }

    private static boolean waitsInMap(Thread thread) {
        return thread.getState() != Thread.State.RUNNABLE && Stream.of(thread.getStackTrace())
            .anyMatch((frame) -> frame.getClassName().equals("java.util.concurrent.ConcurrentHashMap"));
    }

    private interface Reading {

        int read();

    }

    /**
     * What became of it.
     *
     * @param next the version that the next reader got; 2 is the one that was written
     * @param writerWaits whether the writer had to wait for the load
     */
    private record Outcome(int next, boolean writerWaits) {
    }

    enum Provider {

        CAFFEINE, SIMPLE;

        CacheManager manager(Read read) {
            if (this == SIMPLE) {
                return new ConcurrentMapCacheManager("versions");
            }
            CaffeineCacheManager manager = new CaffeineCacheManager("versions");
            manager.setAsyncCacheMode(read == Read.FUTURE || read == Read.SYNC_FUTURE);
            return manager;
        }

    }

    enum Read {

        PLAIN((peers) -> peers.plain("key")), SYNC((peers) -> peers.synchronised("key")),
        FUTURE((peers) -> peers.future("key").join()),
        SYNC_FUTURE((peers) -> peers.synchronisedFuture("key").join());

        private final Function<CacheablePeers, Integer> call;

        Read(Function<CacheablePeers, Integer> call) {
            this.call = call;
        }

        int from(CacheablePeers peers) {
            return this.call.apply(peers);
        }

    }

    enum Eviction {

        KEY, CLEAR;

        void after(CacheablePeers peers) {
            if (this == KEY) {
                peers.writeAndEvict("key", 2);
            }
            else {
                peers.writeAndClear(2);
            }
        }

    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {
    }

}
