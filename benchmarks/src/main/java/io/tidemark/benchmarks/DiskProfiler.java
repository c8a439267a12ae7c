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

/**
 * Tells the most disk space that a benchmark takes before and after its iterations, in MiB. The end of the last one
 * does not count, since the files are removed by then.
 */
public final class DiskProfiler implements InternalProfiler {

    private static final double MIB = 1 << 20;

    private double before;

    @Override
    public String getDescription() {
        return "Bytes on disk";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        this.before = mebibytes();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        double most = Math.max(this.before, mebibytes());
        return List.of(new ScalarResult("disk", most, "MiB", AggregationPolicy.MAX));
    }

    private static double mebibytes() {
        try {
            return WorkDirectory.bytes() / MIB;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
