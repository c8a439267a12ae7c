package io.tidemark.fold.mvstore;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.tidemark.fold.FoldStore;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P6")
@Tag("P7")
class FoldCrashTests {

    private static final String ACKNOWLEDGED = "applied ";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({ "ON_DEMAND,8", "EVERY_BATCH,7" })
    void killedProcessLeavesEverythingThatWasAcknowledgedAndItsCursor(SyncPolicy sync, int kills) throws Exception {
        killAndCheck(sync, kills);
    }

    @ParameterizedTest
    @CsvSource({ "ON_DEMAND,100", "EVERY_BATCH,100" })
    @Tag("soak")
    void processKilledOftenLeavesEverythingThatWasAcknowledgedAndItsCursor(SyncPolicy sync, int kills)
            throws Exception {
        killAndCheck(sync, kills);
    }

    private void killAndCheck(SyncPolicy sync, int kills) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long before = 0;
        for (int kill = 0; kill < kills; kill++) {
            String description = "seed %d, kill %d".formatted(seed, kill);
            long acknowledged = runUntilKilled(sync, random.nextInt(1_000_000), random.nextInt(150));
            try (FoldStore store = FoldDirectories.open(directory)) {
                long revision = CrashHistory.requireFolded(store, description);
                assertThat(revision).as(description).isGreaterThanOrEqualTo(Math.max(before, acknowledged));
                before = revision;
            }
        }
        assertThat(before).isPositive();
    }

    private long runUntilKilled(SyncPolicy sync, int seed, int lines) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
                System.getProperty("java.class.path"), CrashingFold.class.getName(), directory.toString(), sync.name(),
                Integer.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        long acknowledged = 0;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (int line = 0; line <= lines; line++) {
                acknowledged = acknowledged(output.readLine());
            }
            process.destroyForcibly();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                acknowledged = line.startsWith(ACKNOWLEDGED) ? Math.max(acknowledged, whole(line)) : acknowledged;
            }
        }
        catch (IOException ex) {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the pipe closed: %s", ex).isTrue();
        }
        finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        return acknowledged;
    }

    private static long acknowledged(String line) {
        assertThat(line).as("the process ended by itself").isNotNull().startsWith(ACKNOWLEDGED);
        return whole(line);
    }

    // A line that was cut by the kill is a smaller number, at worst none.
    private static long whole(String line) {
        String number = line.substring(ACKNOWLEDGED.length());
        return number.isEmpty() ? 0 : Long.parseLong(number);
    }

}
