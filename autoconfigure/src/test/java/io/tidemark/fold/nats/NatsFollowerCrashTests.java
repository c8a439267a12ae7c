package io.tidemark.fold.nats;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.tidemark.fold.FoldStore;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.mvstore.CrashHistory;
import io.tidemark.fold.mvstore.MvStoreFoldSettings;
import io.tidemark.fold.mvstore.MvStoreFoldStore;
import io.tidemark.fold.mvstore.SyncPolicy;
import io.tidemark.testing.EnabledIfNats;
import io.tidemark.testing.NatsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that follows a bucket is killed at random moments, while somebody writes all the time. */
@EnabledIfNats
@Tag("P6")
@Tag("P7")
class NatsFollowerCrashTests {

    // So many revisions of each key, of which there are hundreds, that none is gone before it was delivered.
    private static final int HISTORY = 64;

    private static final int AHEAD = 5_000;

    private final NatsServer server;

    @TempDir
    Path directory;

    private final Semaphore allowance = new Semaphore(AHEAD);

    private NatsBucket bucket;

    NatsFollowerCrashTests(NatsServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @CsvSource({ "ON_DEMAND,8", "EVERY_BATCH,7" })
    @Timeout(120)
    void killedProcessLeavesDataThatAgreeWithItsCursorAndGetsAtMostABatchAgain(SyncPolicy sync, int kills)
            throws Exception {
        killAndCheck(sync, kills);
    }

    @ParameterizedTest
    @CsvSource({ "ON_DEMAND,100", "EVERY_BATCH,100" })
    @Tag("soak")
    @Timeout(1800)
    void processKilledOftenLeavesDataThatAgreeWithItsCursorAndGetsAtMostABatchAgain(SyncPolicy sync, int kills)
            throws Exception {
        killAndCheck(sync, kills);
    }

    private void killAndCheck(SyncPolicy sync, int kills) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Connection connection = Nats.connect(this.server.url());
        ExecutorService writer = Executors.newSingleThreadExecutor();
        CountDownLatch end = new CountDownLatch(1);
        try {
            this.bucket = new NatsBucket(connection, HISTORY, Duration.ZERO);
            Future<?> writing = null;
            long position = 0;
            for (int kill = 0; kill < kills; kill++) {
                String description = "seed %d, kill %d".formatted(seed, kill);
                Path copies = Files.createDirectory(this.directory.resolve("copies" + kill));
                Process process = start(sync, copies);
                // The first one must be there before the first update: nobody has more than the latest of each key.
                if (writing == null) {
                    assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("committed 0 .");
                    writing = writer.submit(() -> write(end));
                }
                List<String> lines = killAfter(process, 5 + random.nextInt(100));
                position = check(description, position, lines, this.directory.resolve("fold"));
                if (sync == SyncPolicy.EVERY_BATCH) {
                    position = goOnFromCopy(description, lines, copies);
                }
            }
            end.countDown();
            this.allowance.release(1);
            writing.get(20, TimeUnit.SECONDS);
            assertThat(position).isPositive();
        }
        finally {
            end.countDown();
            writer.shutdownNow();
            connection.close();
        }
    }

    private Void write(CountDownLatch end) throws Exception {
        for (long revision = 1; end.getCount() > 0; revision++) {
            this.allowance.acquire();
            KvUpdate update = CrashHistory.update(revision);
            if (update instanceof KvUpdate.Put put) {
                assertThat(this.bucket.keys.put(put.key(), put.entry().value())).isEqualTo(revision);
            }
            else {
                this.bucket.keys.delete(update.key());
            }
        }
        return null;
    }

    private Process start(SyncPolicy sync, Path copies) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
                System.getProperty("java.class.path"), CrashingFollower.class.getName(), this.server.url(),
                this.bucket.name, this.directory.resolve("fold").toString(), sync.name(), copies.toString())
            .redirectError(this.directory.resolve("errors").toFile())
            .start();
    }

    private List<String> killAfter(Process process, int count) throws Exception {
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            while (lines.size() < count) {
                String line = output.readLine();
                assertThat(line).as("the process ended by itself").isNotNull();
                note(line, lines);
            }
            process.destroyForcibly();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                note(line, lines);
            }
        }
        catch (IOException ex) {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the pipe closed: %s", ex).isTrue();
        }
        finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        return lines;
    }

    private void note(String line, List<String> lines) {
        boolean ours = line.startsWith("heard ") || line.startsWith("committed ");
        if (ours && line.endsWith(CrashingFollower.END)) {
            lines.add(line);
            this.allowance.release(line.startsWith("heard") ? (int) (number(line, 2) - number(line, 1) + 1) : 0);
        }
    }

    private static long check(String description, long before, List<String> lines, Path fold) {
        long next = before + 1;
        for (String line : lines) {
            if (line.startsWith("heard")) {
                assertThat(number(line, 1)).as(description).isEqualTo(next);
                next = number(line, 2) + 1;
            }
        }
        return requireAtMostABatchBehind(description, lines, fold);
    }

    private long goOnFromCopy(String description, List<String> lines, Path copies) throws IOException {
        Path copy = copies.resolve(Long.toString(CrashingFollower.newestCopy(copies)));
        long position = requireAtMostABatchBehind(description, lines, copy);
        Path fold = this.directory.resolve("fold");
        Files.move(fold, copies.resolve("replaced"));
        Files.move(copy, fold);
        return position;
    }

    private static long requireAtMostABatchBehind(String description, List<String> lines, Path fold) {
        long committed = 0;
        long heard = 0;
        for (String line : lines) {
            committed = line.startsWith("committed") ? number(line, 1) : committed;
            heard = line.startsWith("heard") ? number(line, 2) : heard;
        }
        try (FoldStore store = MvStoreFoldStore.open(MvStoreFoldSettings.in(fold).withPageCacheBytes(1 << 20))) {
            long revision = CrashHistory.requireFolded(store, description);
            assertThat(revision).as(description).isGreaterThanOrEqualTo(committed);
            // What comes again.
            assertThat(heard - revision).as(description).isLessThanOrEqualTo(CrashingFollower.BATCH);
            return revision;
        }
    }

    private static long number(String line, int index) {
        return Long.parseLong(line.split(" ")[index]);
    }

}
