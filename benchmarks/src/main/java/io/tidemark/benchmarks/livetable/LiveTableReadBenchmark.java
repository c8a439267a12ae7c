package io.tidemark.benchmarks.livetable;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

/**
 * A page of 25 rows, sorted, and one row: from a live table, from Spring's cache on Caffeine, and from the database.
 * <p>
 * Every call makes its own request for one of 20 pages, as a controller does.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = { "-Xms1g", "-Xmx1g" })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class LiveTableReadBenchmark {

    private static final int PAGES = 20;

    private static final Sort BY_CITY = Sort.by("city", "iata");

    private final ConfigurableApplicationContext application = LiveTableApplication.start(true);

    private final PlainAirports plain = this.application.getBean(PlainAirports.class);

    private final LiveAirports live = this.application.getBean(LiveAirports.class);

    private final LiveMutableAirports mutable = this.application.getBean(LiveMutableAirports.class);

    private final CacheableAirports cacheable = this.application.getBean(CacheableAirports.class);

    private final String[] ids = new String[PAGES];

    private int next;

    /** Has every page and row cached. */
    @Setup
    public void fill() {
        for (int i = 0; i < PAGES; i++) {
            this.ids[i] = LiveTableApplication.iata(i);
            Pageable page = PageRequest.of(i, 25, BY_CITY);
            this.live.findAll(page);
            this.mutable.findAll(page);
            this.cacheable.page(page);
            this.live.findById(this.ids[i]);
            this.cacheable.row(this.ids[i]);
        }
    }

    /** Closes the application. */
    @TearDown
    public void close() {
        this.application.close();
    }

    /** A page whose rows nobody can change. */
    @Benchmark
    public Page<?> livePage() {
        return this.live.findAll(page());
    }

    /** A page whose rows are copied. */
    @Benchmark
    public Page<?> mutablePage() {
        return this.mutable.findAll(page());
    }

    /** A page that all readers share. */
    @Benchmark
    public Page<?> cacheablePage() {
        return this.cacheable.page(page());
    }

    /** A page from the database, with its count. */
    @Benchmark
    public Page<?> repositoryPage() {
        return this.plain.findAll(page());
    }

    /** A row from a live table. */
    @Benchmark
    public @Nullable Object liveRow() {
        return this.live.findById(id()).orElse(null);
    }

    /** A row from Spring's cache. */
    @Benchmark
    public @Nullable Object cacheableRow() {
        return this.cacheable.row(id());
    }

    private Pageable page() {
        return PageRequest.of(next(), 25, BY_CITY);
    }

    private String id() {
        return this.ids[next()];
    }

    private int next() {
        return this.next++ % PAGES;
    }

}
