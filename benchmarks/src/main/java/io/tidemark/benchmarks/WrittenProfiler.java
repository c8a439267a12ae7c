package io.tidemark.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Tells how many bytes the process hands to the operating system for an operation, where there is {@code /proc}. */
public final class WrittenProfiler implements InternalProfiler {

    private static final Path COUNTERS = Path.of("/proc/self/io");

    private static final String WRITTEN = "wchar: ";

    private long before;

    @Override
    public String getDescription() {
        return "Bytes written";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        this.before = written();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        double bytes = written() - this.before;
        return List.of(new ScalarResult("written", bytes / Math.max(1, result.getMetadata().getAllOps()), "B/op",
                AggregationPolicy.AVG));
    }

    private static long written() {
        if (!Files.exists(COUNTERS)) {
            return 0;
        }
        try {
            return Files.readAllLines(COUNTERS)
                .stream()
                .filter((line) -> line.startsWith(WRITTEN))
                .mapToLong((line) -> Long.parseLong(line.substring(WRITTEN.length())))
                .sum();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
