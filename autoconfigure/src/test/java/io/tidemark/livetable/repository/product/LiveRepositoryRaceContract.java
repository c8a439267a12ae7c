package io.tidemark.livetable.repository.product;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.LiveTableStatistics;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableWrites.TableWrite;
import io.tidemark.livetable.repository.product.ProductApplication.Held;
import io.tidemark.livetable.repository.product.ProductApplication.Products;
import io.tidemark.livetable.repository.product.ProductFixture.Backend;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** Readers and writers of a live repository who meet, whatever the cache. */
@Tag("P1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LiveRepositoryRaceContract {

    private final Backend backend;

    private ProductFixture shop;

    private Products products;

    LiveRepositoryRaceContract(Backend backend) {
        this.backend = backend;
    }

    @BeforeAll
    void open(@TempDir Path directory) {
        this.shop = new ProductFixture(this.backend, directory);
        this.products = this.shop.products;
    }

    @AfterAll
    void close() {
        this.shop.close();
    }

    @BeforeEach
    void reset() {
        this.shop.reset();
    }

    @Test
    void loadOvertakenByAWriteIsNotKept() throws Exception {
        Held held = this.shop.loads.holdNext();
        Future<List<String>> early = this.shop.elsewhere(this.shop::list);
        held.awaitLoad();

        this.products.price("a", 11);
        held.release();

        assertThat(early.get(20, SECONDS)).contains("a Alpha 10");
        this.shop.assertLoaded(() -> assertThat(this.shop.list()).contains("a Alpha 11"));
        this.shop.assertKept(this.shop::list);
    }

    @Test
    void loadOvertakenByAChangeElsewhereIsNotKept() throws Exception {
        Held held = this.shop.loads.holdNext();
        Future<List<String>> early = this.shop.elsewhere(this.shop::list);
        held.awaitLoad();

        this.shop.unseen.update("update product set price = 11 where id = 'a'");
        this.shop.elsewhere.sink().changed(new TableChange.Updated(ProductFixture.PRODUCT, "a"));
        held.release();

        early.get(20, SECONDS);
        this.shop.assertLoaded(() -> assertThat(this.shop.list()).contains("a Alpha 11"));
        this.shop.assertKept(this.shop::list);
    }

    @Test
    @Tag("P8")
    void manyReadersOfOneMissingAnswerAskOnce() throws Exception {
        LiveTableStatistics statistics = this.shop.tables.statistics(ProductFixture.PRODUCT);
        long coalesced = statistics.coalesced();
        int before = this.shop.connections.taken();
        Held held = this.shop.loads.holdNext();
        List<Future<List<String>>> readers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            readers.add(this.shop.elsewhere(this.shop::list));
        }
        held.awaitLoad();
        ProductFixture.until(() -> statistics.coalesced() == coalesced + 49);

        held.release();

        for (Future<List<String>> reader : readers) {
            assertThat(reader.get(20, SECONDS)).hasSize(3);
        }
        assertThat(this.shop.connections.taken() - before).isEqualTo(1);
    }

    @Test
    @Tag("P8")
    void readerAfterAWriteDoesNotJoinTheLoadBeforeIt() throws Exception {
        Held held = this.shop.loads.holdNext();
        Future<List<String>> early = this.shop.elsewhere(this.shop::list);
        held.awaitLoad();
        this.products.price("a", 11);

        Future<List<String>> late = this.shop.elsewhere(this.shop::list);
        ProductFixture.until(() -> this.shop.tables.loadsInProgress() == 2);
        held.release();

        assertThat(late.get(20, SECONDS)).contains("a Alpha 11");
        early.get(20, SECONDS);
        this.shop.assertKept(() -> assertThat(this.shop.list()).contains("a Alpha 11"));
    }

    @Test
    @Tag("P2")
    void transactionSeesItsOwnWritesAndOthersOnlyWhatWasCommitted() throws Exception {
        this.shop.list();
        this.shop.transaction.executeWithoutResult((status) -> {
            this.products.price("a", 11);
            assertThat(this.shop.list()).contains("a Alpha 11");
            assertThat(get(this.shop.elsewhere(() -> {
                List<String> seen = this.shop.list();
                assertThat(this.shop.tables.lastBypassReason()).isEqualTo(BypassReason.WRITE_IN_PROGRESS);
                return seen;
            }))).contains("a Alpha 10");
        });

        this.shop.assertLoaded(() -> assertThat(this.shop.list()).contains("a Alpha 11"));
        this.shop.assertKept(this.shop::list);
    }

    @Test
    void loadThatSeesTheTableWithinAWriteIsNotKeptPastItsCommit() throws Exception {
        Held[] held = new Held[1];
        List<Future<List<String>>> within = new ArrayList<>();
        this.shop.transaction.executeWithoutResult((status) -> {
            this.products.price("a", 11);
            held[0] = this.shop.loads.holdNext();
            within.add(this.shop.elsewhere(this.shop::list));
            held[0].awaitLoad();
        });
        held[0].release();

        assertThat(get(within.get(0))).contains("a Alpha 10");
        this.shop.assertLoaded(() -> assertThat(this.shop.list()).contains("a Alpha 11"));
    }

    @Test
    @Tag("P2")
    void nothingOfARolledBackWriteIsServed() {
        this.shop.list();
        this.shop.transaction.executeWithoutResult((status) -> {
            this.products.price("a", 11);
            this.shop.list();
            status.setRollbackOnly();
        });

        assertThat(this.shop.list()).contains("a Alpha 10");
        this.shop.assertKept(() -> assertThat(this.shop.list()).contains("a Alpha 10"));
    }

    @Test
    void tableIsPassedByWithinAGapAndLoadedAfterIt() {
        this.shop.list();
        this.shop.elsewhere.sink().gap("lost");
        this.shop.unseen.update("update product set price = 11 where id = 'a'");
        for (int i = 0; i < 2; i++) {
            this.shop.assertLoaded(() -> assertThat(this.shop.list()).contains("a Alpha 11"));
        }
        assertThat(this.shop.tables.lastBypassReason()).isEqualTo(BypassReason.SOURCE_GAP);

        this.shop.elsewhere.sink().restored();

        this.shop.assertLoaded(this.shop::list);
        this.shop.assertKept(this.shop::list);
    }

    @Test
    @Tag("P6")
    void processThatEndsBetweenCommitAndAcknowledgementLeavesNothingBehind(@TempDir Path directory) {
        try (ProductFixture before = new ProductFixture(this.backend, directory)) {
            before.reset();
            before.list();
            before.assertKept(before::list);
            TableWrite never = before.tables.begin(ProductFixture.PRODUCT, ProductFixture.PRODUCT.path());
            assertThat(before.tables.impediment(ProductFixture.PRODUCT)).isEqualTo(BypassReason.WRITE_IN_PROGRESS);
            assertThat(never).isNotNull();
            assertThat(before.cache.isPersistent() ? before.cache.usage().entries() : 0).isZero();
        }
        try (ProductFixture after = new ProductFixture(this.backend, directory)) {
            after.unseen.execute("insert into product values ('a', 'Alpha', 11)");

            after.assertLoaded(() -> assertThat(after.list()).containsExactly("a Alpha 11"));
        }
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get(20, SECONDS);
        }
        catch (Exception ex) {
            throw new AssertionError("The other thread must come to its end", ex);
        }
    }

}
