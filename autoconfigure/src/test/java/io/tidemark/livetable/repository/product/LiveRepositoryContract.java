package io.tidemark.livetable.repository.product;

import java.nio.file.Path;
import java.util.List;

import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.repository.product.ProductApplication.Cheapest;
import io.tidemark.livetable.repository.product.ProductApplication.Maker;
import io.tidemark.livetable.repository.product.ProductApplication.PlainProducts;
import io.tidemark.livetable.repository.product.ProductApplication.Product;
import io.tidemark.livetable.repository.product.ProductApplication.Products;
import io.tidemark.livetable.repository.product.ProductFixture.Backend;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What readers and writers of a live repository see, whatever the cache. The database tells how often it was asked. */
@Tag("P11")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LiveRepositoryContract {

    private static final Sort BY_ID = Sort.by("id");

    private final Backend backend;

    private ProductFixture shop;

    private Products products;

    LiveRepositoryContract(Backend backend) {
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
    void listIsLoadedOnceAndTheSameAfterwards() {
        this.shop.assertLoaded(() -> assertThat(this.shop.list()).containsExactly("a Alpha 10", "b Beta 20", "c Gamma 30"));

        this.shop.assertKept(() -> assertThat(this.shop.list()).containsExactly("a Alpha 10", "b Beta 20", "c Gamma 30"));

        assertThat(this.shop.tables.lastOutcome())
            .isEqualTo(this.backend == Backend.NONE ? ReadOutcome.MISS : ReadOutcome.HIT);
    }

    @Test
    void rowAndListAreKeptApart() {
        this.shop.assertLoaded(() -> assertThat(name("a")).isEqualTo("Alpha"));

        this.shop.assertLoaded(this.shop::list);
        this.shop.assertKept(() -> name("a"));
        this.shop.assertKept(this.shop::list);
    }

    @Test
    void absentRowIsAskedForAgain() {
        for (int i = 0; i < 2; i++) {
            this.shop.assertLoaded(() -> assertThat(this.products.findById("absent")).isEmpty());
        }
    }

    @Test
    void emptyListIsKept() {
        this.products.deleteAll();
        this.shop.assertLoaded(() -> assertThat(this.shop.list()).isEmpty());

        this.shop.assertKept(() -> assertThat(this.shop.list()).isEmpty());
    }

    @Test
    void pagesOfEachNumberSizeSortAndFilterAreKeptApart() {
        List<PageRequest> requests = List.of(PageRequest.of(0, 2, BY_ID), PageRequest.of(1, 2, BY_ID),
                PageRequest.of(0, 3, BY_ID), PageRequest.of(0, 2, BY_ID.descending()), PageRequest.of(7, 2, BY_ID));
        List<Integer> prices = List.of(25, 99);
        for (PageRequest request : requests) {
            for (int price : prices) {
                assertThat(this.shop.asked(() -> this.products.findByPriceLessThan(price, request))).as("rows, then total")
                    .isBetween(1, 2);
            }
        }

        assertThat(ids(this.products.findByPriceLessThan(99, requests.get(0)))).containsExactly("a", "b");
        assertThat(ids(this.products.findByPriceLessThan(99, requests.get(1)))).containsExactly("c");
        assertThat(ids(this.products.findByPriceLessThan(99, requests.get(2)))).containsExactly("a", "b", "c");
        assertThat(ids(this.products.findByPriceLessThan(99, requests.get(3)))).containsExactly("c", "b");
        assertThat(ids(this.products.findByPriceLessThan(25, requests.get(3)))).containsExactly("b", "a");
        Page<Product> beyond = this.products.findByPriceLessThan(99, requests.get(4));
        assertThat(beyond).isEmpty();
        assertThat(beyond.getTotalElements()).isEqualTo(3);
        this.shop.assertKept(() -> this.products.findByPriceLessThan(25, requests.get(2)));
    }

    @Test
    void failureOfTheDatabaseReachesTheReaderAndIsNotKept() {
        this.shop.connections.setDown(true);
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(this.shop::list)
            .withStackTraceContaining("The database is down");

        this.shop.connections.setDown(false);

        this.shop.assertLoaded(() -> assertThat(this.shop.list()).hasSize(3));
        this.shop.assertKept(this.shop::list);
    }

    @Test
    @Tag("P2")
    void everyWriteEndsListsPagesAndRowsAndLeavesOtherTables() {
        JdbcAggregateTemplate template = this.shop.context.getBean(JdbcAggregateTemplate.class);
        PlainProducts plain = this.shop.context.getBean(PlainProducts.class);
        List<Runnable> writes = List.of(() -> this.products.insert("d", "Delta", 40),
                () -> this.products.save(new Product("a", "Alpha2", 99)), () -> this.products.price("a", 123),
                () -> template.insert(new Product("e", "Epsilon", 50)), () -> plain.save(new Product("b", "Beth", 21)),
                () -> this.products.deleteById("a"), () -> this.products.deleteById("zzz"), () -> this.products.deleteAll());
        List<List<String>> expected = List.of(List.of("a Alpha 10", "b Beta 20", "c Gamma 30", "d Delta 40"),
                List.of("a Alpha2 99", "b Beta 20", "c Gamma 30", "d Delta 40"),
                List.of("a Alpha2 123", "b Beta 20", "c Gamma 30", "d Delta 40"),
                List.of("a Alpha2 123", "b Beta 20", "c Gamma 30", "d Delta 40", "e Epsilon 50"),
                List.of("a Alpha2 123", "b Beth 21", "c Gamma 30", "d Delta 40", "e Epsilon 50"),
                List.of("b Beth 21", "c Gamma 30", "d Delta 40", "e Epsilon 50"),
                List.of("b Beth 21", "c Gamma 30", "d Delta 40", "e Epsilon 50"), List.of());
        this.shop.makers();
        for (int i = 0; i < writes.size(); i++) {
            this.shop.list();
            this.products.findById("c");
            writes.get(i).run();

            List<String> after = expected.get(i);
            this.shop.assertLoaded(() -> assertThat(this.shop.list()).isEqualTo(after));
            this.shop.assertLoaded(() -> assertThat(this.products.findById("c").isPresent()).isEqualTo(!after.isEmpty()));
            this.shop.assertKept(this.shop::list);
        }
        this.shop.assertKept(() -> assertThat(this.shop.makers()).containsExactly(new Maker("m", "Mu")));
    }

    @Test
    @Tag("P2")
    void writeThroughOneRepositoryEndsWhatOthersOfItsTableKeep() {
        Cheapest cheapest = this.shop.context.getBean(Cheapest.class);
        assertThat(cheapest.findByPrice(10)).hasSize(1);
        this.shop.assertKept(() -> cheapest.findByPrice(10));

        this.products.price("b", 10);

        this.shop.assertLoaded(() -> assertThat(cheapest.findByPrice(10)).hasSize(2));
    }

    @Test
    void writeThatTheDatabaseRefusesIsTheCallersAndTheNextOneWorks() {
        this.shop.list();

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.products.insert("a", "Other", 1));

        assertThat(this.shop.list()).contains("a Alpha 10").hasSize(3);
        this.shop.assertKept(this.shop::list);
        this.products.insert("d", "Delta", 40);
        assertThat(this.shop.list()).hasSize(4);
    }

    @Test
    @Tag("P2")
    void writeWhoseEndIsUnknownEndsWhatIsKept() {
        this.shop.list();
        this.shop.connections.failNextCommit();

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.shop.transaction
            .executeWithoutResult((status) -> this.products.price("a", 11)));

        this.shop.assertLoaded(() -> assertThat(this.shop.list()).contains("a Alpha 11"));
    }

    @Test
    void rowsThatAReaderChangesAreHisOwn() {
        this.products.findAll().forEach((product) -> product.renamed("mine"));

        assertThat(this.shop.list()).contains("a Alpha 10");
        this.products.findAll().forEach((product) -> product.renamed("mine"));
        this.shop.assertKept(() -> assertThat(this.shop.list()).contains("a Alpha 10"));
    }

    @Test
    void repositoryAnswersAsOneWithoutCache() {
        PlainProducts plain = this.shop.context.getBean(PlainProducts.class);
        for (int i = 0; i < 2; i++) {
            assertThat(this.shop.list()).containsExactlyElementsOf(plain.findAll().stream().map(Product::toString).toList());
            assertThat(this.products.count()).isEqualTo(plain.count());
            assertThat(this.products.existsById("a")).isEqualTo(plain.existsById("a"));
            assertThat(this.products.findById("b").map(Product::toString))
                .isEqualTo(plain.findById("b").map(Product::toString));
            assertThat(this.products.findAllById(List.of("a", "zzz", "c"))).hasSize(2);
        }
    }

    @Test
    void everyKindOfChangeElsewhereEndsWhatIsKeptAndNothingOfOtherTables() {
        List<TableChange> changes = List.of(new TableChange.Changed(ProductFixture.PRODUCT),
                new TableChange.Inserted(ProductFixture.PRODUCT, "x"), new TableChange.Updated(ProductFixture.PRODUCT, "a"),
                new TableChange.Deleted(ProductFixture.PRODUCT, "b"), new TableChange.Reset(ProductFixture.PRODUCT));
        this.shop.makers();
        int price = 100;
        for (TableChange change : changes) {
            this.shop.list();
            name("a");
            this.shop.unseen.update("update product set price = ? where id = 'a'", ++price);
            this.shop.elsewhere.sink().changed(change);

            String expected = "a Alpha " + price;
            this.shop.assertLoaded(() -> assertThat(this.shop.list()).contains(expected));
            this.shop.assertLoaded(() -> name("a"));
        }
        this.shop.assertKept(this.shop::makers);
    }

    @Test
    void subscribersAreToldOfWritesToRowsInTheirOrder() {
        List<Recorder> recorders = List.of(new Recorder(), new Recorder());
        recorders.forEach((recorder) -> this.shop.tables.changes(ProductFixture.PRODUCT).subscribe(recorder));
        JdbcAggregateTemplate template = this.shop.context.getBean(JdbcAggregateTemplate.class);

        template.insert(new Product("d", "Delta", 40));
        this.products.save(new Product("d", "Delta", 41));
        this.products.deleteById("d");

        for (Recorder recorder : recorders) {
            ProductFixture.until(() -> recorder.kinds().contains("Deleted"));
            assertThat(recorder.kinds()).containsSubsequence("Inserted", "Updated", "Deleted");
        }
    }

    @Test
    @Tag("P4")
    void cacheThatFailsCostsLoadsOnly() {
        this.shop.list();
        this.shop.cache.failsToGet = true;
        this.shop.cache.failsToPut = true;
        long faults = this.shop.tables.statistics(ProductFixture.PRODUCT).faults().total();

        this.shop.assertLoaded(() -> assertThat(this.shop.list()).hasSize(3));

        assertThat(this.shop.tables.statistics(ProductFixture.PRODUCT).faults().total()).isGreaterThan(faults);
    }

    @Test
    @Tag("P1")
    void invalidationThatFailsLeavesNothingStale() {
        this.shop.list();
        this.shop.cache.failsToInvalidate = true;
        this.products.price("a", 11);
        this.shop.assertLoaded(() -> assertThat(this.shop.list()).contains("a Alpha 11"));
        this.products.price("a", 12);
        this.shop.assertLoaded(() -> assertThat(this.shop.list()).contains("a Alpha 12"));

        this.shop.cache.failsToInvalidate = false;
        assertThat(this.shop.list()).contains("a Alpha 12");

        this.shop.assertKept(this.shop::list);
    }

    private String name(String id) {
        return this.products.findById(id).map(Product::name).orElseThrow();
    }

    private static List<String> ids(Page<Product> page) {
        return page.map(Product::id).getContent();
    }

}
