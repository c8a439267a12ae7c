package io.tidemark.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Collection;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Tells the processor time of an operation, in microseconds: of the threads that call, and of the whole process with
 * its compiler, its garbage collector and whatever writes in the background. What is done before each invocation is
 * in both.
 */
public final class CpuProfiler implements InternalProfiler {

    private static final String WORKER = "jmh-worker";

    private final OperatingSystemMXBean process = ManagementFactory
        .getPlatformMXBean(OperatingSystemMXBean.class);

    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private long processNanos;

    private long callerNanos;

    @Override
    public String getDescription() {
        return "Processor time of callers and process";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        this.processNanos = this.process.getProcessCpuTime();
        this.callerNanos = callerNanos();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        double micros = 1_000.0 * Math.max(1, result.getMetadata().getAllOps());
        double ofProcess = (this.process.getProcessCpuTime() - this.processNanos) / micros;
        double ofCallers = (callerNanos() - this.callerNanos) / micros;
        return List.of(new ScalarResult("cpu.callers", ofCallers, "us/op", AggregationPolicy.AVG),
                new ScalarResult("cpu.process", ofProcess, "us/op", AggregationPolicy.AVG));
    }

    private long callerNanos() {
        long nanos = 0;
        for (ThreadInfo info : this.threads.getThreadInfo(this.threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().contains(WORKER)) {
                nanos += Math.max(0, this.threads.getThreadCpuTime(info.getThreadId()));
            }
        }
        return nanos;
    }

}
