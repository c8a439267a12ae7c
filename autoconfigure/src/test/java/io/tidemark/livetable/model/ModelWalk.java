package io.tidemark.livetable.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

import io.tidemark.livetable.LiveTableStatistics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Threads that read, write and invalidate at random. Every now and then all of them stop, and what each read was
 * answered with is compared with the states that were committed while it lasted.
 */
final class ModelWalk {

    private static final Logger logger = LoggerFactory.getLogger(ModelWalk.class);

    private static final int THREADS = 8;

    private static final int IDS_OF_THREAD = 4;

    private static final int STEPS = 150;

    private static final int SHOWN = 10;

    private static final int MOST_WRITES_IN_HUNDRED = 12;

    private final long seed;

    private final List<ModelNode> nodes;

    private final CommitLog log;

    private final Random random;

    private final List<Walker> walkers = new ArrayList<>();

    private volatile long endNanos;

    private long reads;

    ModelWalk(long seed, List<ModelNode> nodes, CommitLog log, Ledger ledger) {
        this.seed = seed;
        this.nodes = nodes;
        this.log = log;
        this.random = new Random(seed);
        AtomicLong stamps = new AtomicLong();
        for (int i = 0; i < THREADS; i++) {
            Random own = new Random(this.random.nextLong());
            List<Long> ids = LongStream.range(1 + i * IDS_OF_THREAD, 1 + (i + 1) * IDS_OF_THREAD).boxed().toList();
            this.walkers.add(new Walker(own, new Reader(own, log, THREADS * IDS_OF_THREAD),
                    new Writer(own, log, ledger, stamps, ids)));
        }
    }

    /** Walks for about {@code duration}, and one round to its end. */
    void run(Duration duration) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        this.endNanos = System.nanoTime() + duration.toNanos();
        try {
            do {
                round(threads);
            }
            while (System.nanoTime() - this.endNanos < 0);
        }
        catch (Exception | AssertionError ex) {
            throw new AssertionError("The walk of seed %d failed".formatted(this.seed), ex);
        }
        finally {
            threads.shutdownNow();
        }
        logger.info("Seed {}: {} reads over {} commits, {} hits, {} loads, {} coalesced, {} discarded, {} bypasses",
                this.seed, this.reads, this.log.acknowledged(), sum(LiveTableStatistics::hits),
                sum(LiveTableStatistics::loads), sum(LiveTableStatistics::coalesced),
                sum(LiveTableStatistics::discarded), sum(LiveTableStatistics::bypasses));
    }

    long sum(ToLongFunction<LiveTableStatistics> of) {
        return this.nodes.stream()
            .flatMap((node) -> node.tables().tables().stream().map(node.tables()::statistics))
            .mapToLong(of)
            .sum();
    }

    private void round(ExecutorService threads) throws Exception {
        List<Future<List<Observation>>> rounds = new ArrayList<>();
        int writesInHundred = 1 + this.random.nextInt(MOST_WRITES_IN_HUNDRED);
        for (Walker walker : this.walkers) {
            rounds.add(threads.submit(() -> walk(walker, writesInHundred)));
        }
        List<Observation> seen = new ArrayList<>();
        for (Future<List<Observation>> each : rounds) {
            seen.addAll(each.get(120, SECONDS));
        }
        CommitLog.States states = this.log.states();
        List<String> wrong = seen.stream().map((each) -> each.verify(states)).filter(Objects::nonNull).toList();
        if (!wrong.isEmpty()) {
            throw new AssertionError("%d of %d answers are wrong:%n%s".formatted(wrong.size(), seen.size(),
                    String.join(System.lineSeparator(), wrong.subList(0, Math.min(wrong.size(), SHOWN)))));
        }
        this.reads += seen.size();
    }

    private List<Observation> walk(Walker walker, int writesInHundred) {
        Random random = walker.random();
        for (int step = 0; step < STEPS && (this.reads == 0 || System.nanoTime() - this.endNanos < 0); step++) {
            ModelNode node = this.nodes.get(random.nextInt(this.nodes.size()));
            if (random.nextInt(200) == 0) {
                node.tables().invalidateAll();
            }
            else if (random.nextInt(100) < writesInHundred) {
                walker.writer().write(node);
            }
            else {
                walker.reader().read(node);
            }
        }
        return walker.reader().observations();
    }

    private record Walker(Random random, Reader reader, Writer writer) {
    }

}
