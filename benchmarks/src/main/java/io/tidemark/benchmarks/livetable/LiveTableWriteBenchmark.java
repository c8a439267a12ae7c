package io.tidemark.benchmarks.livetable;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What being watched costs a repository: an update of one row, and the read of one row through a repository that is not
 * a live table, beside the same in an application without live tables.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgs = { "-Xms1g", "-Xmx1g" })
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LiveTableWriteBenchmark {

    /** The repositories of one application. */
    private abstract static class Repositories {

        final ConfigurableApplicationContext application;

        final PlainAirports plain;

        final LiveAirports live;

        private int next;

        Repositories(boolean liveTables) {
            this.application = LiveTableApplication.start(liveTables);
            this.plain = this.application.getBean(PlainAirports.class);
            this.live = this.application.getBean(LiveAirports.class);
        }

        String id() {
            return LiveTableApplication.iata(number());
        }

        Airport airport() {
            int number = number();
            return new Airport(LiveTableApplication.iata(number), "Airport", "City", "TX", 1, 2, number, true);
        }

        private int number() {
            return this.next++ % LiveTableApplication.ROWS;
        }

        /** Closes the application. */
        @TearDown
        public void close() {
            this.application.close();
        }

    }

    /** An application with live tables. */
    @State(Scope.Benchmark)
    public static class With extends Repositories {

        /** Starts it. */
        public With() {
            super(true);
        }

    }

    /** An application without. */
    @State(Scope.Benchmark)
    public static class Without extends Repositories {

        /** Starts it. */
        public Without() {
            super(false);
        }

    }

    /** An update through the live table. */
    @Benchmark
    public Object liveSave(With with) {
        return with.live.save(with.airport());
    }

    /** An update without live tables. */
    @Benchmark
    public Object plainSave(Without without) {
        return without.live.save(without.airport());
    }

    /** A read through a repository without the annotation. */
    @Benchmark
    public Optional<?> watchedRead(With with) {
        return with.plain.findById(with.id());
    }

    /** A read without live tables. */
    @Benchmark
    public Optional<?> plainRead(Without without) {
        return without.plain.findById(without.id());
    }

}
