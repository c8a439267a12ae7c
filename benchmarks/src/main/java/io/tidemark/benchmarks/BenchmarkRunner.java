package io.tidemark.benchmarks;

import java.util.Collection;

import org.openjdk.jmh.Main;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks as JMH's own command does, always with the profilers for garbage, processor time, disk space and
 * bytes written, and prints at the end how the results compare.
 */
public final class BenchmarkRunner {

    private BenchmarkRunner() {
    }

    /** Runs the benchmarks named by {@code arguments}, which are those of JMH. */
    public static void main(String[] arguments) throws Exception {
        CommandLineOptions options = new CommandLineOptions(arguments);
        if (options.shouldHelp() || options.shouldList() || options.shouldListWithParams()
                || options.shouldListProfilers() || options.shouldListResultFormats()) {
            Main.main(arguments);
            return;
        }
        Collection<RunResult> results = new Runner(new OptionsBuilder().parent(options)
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuProfiler.class)
            .addProfiler(DiskProfiler.class)
            .addProfiler(WrittenProfiler.class)
            .build()).run();
        Comparisons.print(results, System.out);
    }

}
