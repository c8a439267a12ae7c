package io.tidemark.benchmarks.follow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.PublishAck;
import io.tidemark.benchmarks.durable.Child;
import io.tidemark.benchmarks.durable.TemporaryDirectory;

/**
 * Reads a bucket of a real server into a new fold and takes the same updates without a store, by turns, each time in a
 * new process; then writes {@value #MORE} updates more and lets the fold go on, in a new process too.
 */
public final class FollowComparison {

    private static final String BUCKET = "routes";

    private static final int DEFAULT_KEYS = 1_000_000;

    private static final int DEFAULT_RUNS = 3;

    private static final int DEFAULT_BATCH = 1_000;

    private static final int VALUE_BYTES = 100;

    private static final int MORE = 1_000;

    private static final int WINDOW = 5_000;

    private static final long RESUME_GOAL_MICROS = 1_000_000;

    private final Random random = new Random(1);

    private final int keys;

    private final int batch;

    private final String url;

    private long last;

    private FollowComparison(int keys, int batch, String url) {
        this.keys = keys;
        this.batch = batch;
        this.url = url;
    }

    /**
     * Takes the number of keys, {@value #DEFAULT_KEYS} if there is none, of runs, {@value #DEFAULT_RUNS} if none, and of
     * updates in a batch, {@value #DEFAULT_BATCH} if none. Needs {@code nats-server} on the path.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int keys = arguments.length > 0 ? Integer.parseInt(arguments[0]) : DEFAULT_KEYS;
        int runs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : DEFAULT_RUNS;
        int batch = arguments.length > 2 ? Integer.parseInt(arguments[2]) : DEFAULT_BATCH;
        TemporaryDirectory.use((directory) -> {
            try (NatsProcess server = NatsProcess.start(directory.resolve("nats"))) {
                new FollowComparison(keys, batch, server.url()).run(runs, directory);
            }
            catch (JetStreamApiException | ExecutionException ex) {
                throw new IllegalStateException(ex);
            }
        });
    }

    private void run(int runs, Path directory)
            throws IOException, InterruptedException, JetStreamApiException, ExecutionException {
        Connection connection = Nats.connect(this.url);
        try {
            connection.keyValueManagement().create(KeyValueConfiguration.builder(BUCKET).build());
            write(connection, this.keys, 0);
            List<Long> taken = new ArrayList<>();
            List<Long> folded = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                taken.add(execute("-")[0]);
                folded.add(execute(directory.resolve("fold" + i).toString())[1]);
            }
            List<Long> reached = new ArrayList<>();
            List<Long> caughtUp = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                write(connection, MORE, this.random.nextInt(this.keys));
                long[] micros = execute(directory.resolve("fold0").toString());
                reached.add(micros[0]);
                caughtUp.add(micros[1]);
            }
            print(taken, folded, reached, caughtUp);
        }
        finally {
            connection.close();
        }
    }

    private long[] execute(String directory) throws IOException, InterruptedException {
        return Child.run(FollowRun.class, this.url, BUCKET, directory, this.batch, this.last);
    }

    private void write(Connection connection, int count, int from)
            throws IOException, InterruptedException, ExecutionException {
        JetStream jetStream = connection.jetStream();
        List<CompletableFuture<PublishAck>> acknowledged = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            byte[] value = new byte[VALUE_BYTES];
            this.random.nextBytes(value);
            int key = (from + number) % this.keys;
            acknowledged.add(jetStream.publishAsync("$KV.%s.svc-%04d.%04d".formatted(BUCKET, key / 1000, key % 1000),
                    value));
            if (acknowledged.size() == WINDOW || number == count - 1) {
                for (CompletableFuture<PublishAck> each : acknowledged) {
                    this.last = Math.max(this.last, each.get().getSeqno());
                }
                acknowledged.clear();
            }
        }
    }

    private void print(List<Long> taken, List<Long> folded, List<Long> reached, List<Long> caughtUp) {
        System.out.printf("Without a store: %,d updates a second, of %s ms%n", perSecond(taken), millis(taken));
        System.out.printf("First catch-up:  %,d updates a second, of %s ms%n", perSecond(folded), millis(folded));
        double ratio = (double) perSecond(folded) / perSecond(taken);
        System.out.printf("%-7s %.2f of it without a store, goal 0.5%n", ratio >= 0.5 ? "within" : "BELOW", ratio);
        System.out.printf("Resume:          %s ms to the last of %,d updates, %s ms until it has caught up%n",
                millis(reached), MORE, millis(caughtUp));
        System.out.printf("%-7s goal %d ms%n", median(reached) <= RESUME_GOAL_MICROS ? "within" : "ABOVE",
                RESUME_GOAL_MICROS / 1000);
    }

    private static List<Long> millis(List<Long> micros) {
        return micros.stream().map((each) -> each / 1000).toList();
    }

    private long perSecond(List<Long> micros) {
        return Math.round(this.keys * 1e6 / median(micros));
    }

    private static long median(List<Long> micros) {
        long[] sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

}
