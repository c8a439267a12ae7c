package io.tidemark.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/** Tells how much disk space a benchmark takes at the end of an iteration, in MiB, and the most of all iterations. */
public final class DiskProfiler implements InternalProfiler {

    private static final double MIB = 1 << 20;

    @Override
    public String getDescription() {
        return "Bytes on disk";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        try {
            return List.of(new ScalarResult("disk", WorkDirectory.bytes() / MIB, "MiB", AggregationPolicy.MAX));
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
