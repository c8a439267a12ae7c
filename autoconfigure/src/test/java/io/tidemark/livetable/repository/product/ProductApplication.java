package io.tidemark.livetable.repository.product;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.repository.CountedConnections;
import io.tidemark.livetable.repository.jdbc.JdbcTestConfiguration;

import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.mapping.event.AfterConvertCallback;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;
import org.springframework.jdbc.core.JdbcTemplate;

/** Products and makers behind live repositories, whose loads can be held. */
@Configuration(proxyBeanMethods = false)
@EnableJdbcRepositories(considerNestedRepositories = true)
class ProductApplication extends JdbcTestConfiguration {

    @Bean
    CountedConnections shop() {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                "sa", "");
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        jdbc.execute("create table product (id varchar primary key, name varchar, price int)");
        jdbc.execute("create table maker (id varchar primary key, name varchar)");
        return new CountedConnections(pool);
    }

    @Bean
    HeldLoads heldLoads() {
        return new HeldLoads();
    }

    @Bean
    Elsewhere elsewhere() {
        return new Elsewhere();
    }

    @LiveTable
    interface Products extends ListCrudRepository<Product, String>, ListPagingAndSortingRepository<Product, String> {

        Page<Product> findByPriceLessThan(int price, Pageable page);

        List<Product> findByName(String name);

        @Modifying
        @Query("update product set price = :price where id = :id")
        int price(String id, int price);

        @Modifying
        @Query("insert into product (id, name, price) values (:id, :name, :price)")
        int insert(String id, String name, int price);

    }

    @LiveTable
    interface Cheapest extends ListCrudRepository<Product, String> {

        List<Product> findByPrice(int price);

    }

    interface PlainProducts extends ListCrudRepository<Product, String> {
    }

    @LiveTable
    interface Makers extends ListCrudRepository<Maker, String> {
    }

    @Table
    static final class Product {

        @Id
        private String id = "";

        private String name = "";

        private int price;

        private Product() {
        }

        Product(String id, String name, int price) {
            this.id = id;
            this.name = name;
            this.price = price;
        }

        String id() {
            return this.id;
        }

        String name() {
            return this.name;
        }

        Product renamed(String other) {
            this.name = other;
            return this;
        }

        @Override
        public String toString() {
            return this.id + " " + this.name + " " + this.price;
        }

    }

    @Table
    record Maker(@Id String id, String name) {
    }

    /** Holds a load when it has seen the table. */
    static final class HeldLoads implements AfterConvertCallback<Product> {

        private final AtomicReference<@Nullable Held> next = new AtomicReference<>();

        Held holdNext() {
            Held held = new Held(new CountDownLatch(1), new CountDownLatch(1));
            this.next.set(held);
            return held;
        }

        @Override
        public Product onAfterConvert(Product product) {
            Held held = this.next.getAndSet(null);
            if (held != null) {
                held.arrived().countDown();
                await(held.released());
            }
            return product;
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(20, TimeUnit.SECONDS)) {
                    throw new AssertionError("It did not come to that");
                }
            }
            catch (InterruptedException ex) {
                throw new AssertionError("Nobody interrupts a load here", ex);
            }
        }

    }

    /** A load that waits. */
    record Held(CountDownLatch arrived, CountDownLatch released) {

        void awaitLoad() {
            HeldLoads.await(this.arrived);
        }

        void release() {
            this.released.countDown();
        }

    }

    /** What other processes tell. */
    static final class Elsewhere implements ChangeSource {

        private @Nullable ChangeSink sink;

        ChangeSink sink() {
            return Objects.requireNonNull(this.sink, "sink");
        }

        @Override
        public String name() {
            return "elsewhere";
        }

        @Override
        public boolean covers(TableId table) {
            return table.table().equals("product");
        }

        @Override
        public void start(ChangeSink told) {
            this.sink = told;
        }

        @Override
        public void close() {
            this.sink = null;
        }

    }

}
