package io.tidemark.livetable.repository.product;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.cache.MvStorePageCache;
import io.tidemark.livetable.cache.NonePageCache;
import io.tidemark.livetable.cache.UnreliablePageCache;
import io.tidemark.livetable.json.JsonRowsCodec;
import io.tidemark.livetable.repository.CountedConnections;
import io.tidemark.livetable.repository.product.ProductApplication.Elsewhere;
import io.tidemark.livetable.repository.product.ProductApplication.HeldLoads;
import io.tidemark.livetable.repository.product.ProductApplication.Maker;
import io.tidemark.livetable.repository.product.ProductApplication.Makers;
import io.tidemark.livetable.repository.product.ProductApplication.Product;
import io.tidemark.livetable.repository.product.ProductApplication.Products;
import io.tidemark.mvstore.PageCompression;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/** A shop over one backend. The database tells how often it was asked. */
final class ProductFixture implements AutoCloseable {

    static final TableId PRODUCT = new TableId("shop", "product");

    final Backend backend;

    final UnreliablePageCache cache;

    final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    final Products products;

    final Makers makers;

    final LiveTables tables;

    final CountedConnections connections;

    final HeldLoads loads;

    final Elsewhere elsewhere;

    final JdbcTemplate unseen;

    final TransactionTemplate transaction;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    ProductFixture(Backend backend, Path directory) {
        this.backend = backend;
        this.cache = new UnreliablePageCache(backend.open(directory.resolve("pages")));
        this.context.registerBean(PageCache.class, () -> this.cache);
        this.context.register(ProductApplication.class);
        this.context.refresh();
        this.products = this.context.getBean(Products.class);
        this.makers = this.context.getBean(Makers.class);
        this.tables = this.context.getBean(LiveTables.class);
        this.connections = this.context.getBean(CountedConnections.class);
        this.loads = this.context.getBean(HeldLoads.class);
        this.elsewhere = this.context.getBean(Elsewhere.class);
        this.unseen = this.context.getBean(JdbcTemplate.class);
        this.transaction = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
        this.tables.attach(this.elsewhere);
        this.elsewhere.sink().restored();
    }

    /** Makes all as it was at first. */
    void reset() {
        this.cache.failsToGet = false;
        this.cache.failsToPut = false;
        this.cache.failsToInvalidate = false;
        this.connections.setDown(false);
        this.unseen.execute("delete from product");
        this.unseen.execute("delete from maker");
        this.unseen.execute("insert into product values ('a', 'Alpha', 10), ('b', 'Beta', 20), ('c', 'Gamma', 30)");
        this.unseen.execute("insert into maker values ('m', 'Mu')");
        this.tables.invalidateAll();
    }

    List<String> list() {
        return this.products.findAll().stream().map(Product::toString).sorted().toList();
    }

    List<Maker> makers() {
        return this.makers.findAll();
    }

    /** Returns how often {@code read} asked the database. */
    int asked(Runnable read) {
        int before = this.connections.taken();
        read.run();
        return this.connections.taken() - before;
    }

    /** Checks that {@code read}, which was made before, is answered by the cache, if there is one. */
    void assertKept(Runnable read) {
        assertThat(asked(read)).isEqualTo(this.backend == Backend.NONE ? 1 : 0);
    }

    void assertLoaded(Runnable read) {
        assertThat(asked(read)).isEqualTo(1);
    }

    <T> Future<T> elsewhere(Callable<T> read) {
        return this.threads.submit(read);
    }

    static void until(BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                throw new AssertionError("It did not come to that");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        this.context.close();
        this.threads.shutdownNow();
    }

    /** Where pages are kept. */
    enum Backend {

        NONE {
            @Override
            PageCache open(Path directory) {
                return new NonePageCache();
            }
        },

        CAFFEINE {
            @Override
            PageCache open(Path directory) {
                return new CaffeinePageCache(1_000);
            }
        },

        MVSTORE {
            @Override
            PageCache open(Path directory) {
                JsonRowsCodec codec = new JsonRowsCodec();
                codec.register(Product.class);
                codec.register(Maker.class);
                return MvStorePageCache.open(directory, codec, 1 << 24, 1 << 20, PageCompression.NONE,
                        Duration.ofSeconds(5));
            }
        };

        abstract PageCache open(Path directory);

    }

}
