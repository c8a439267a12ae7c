package io.tidemark.projection.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CachedRow;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P6")
class FileProjectionCacheCrashTests {

    @TempDir
    Path temporary;

    @Test
    void killedProcessLosesNoRowAndBringsNoDeletedRowBack() throws Exception {
        killRepeatedly(3);
    }

    @Test
    @Tag("soak")
    void processKilledManyTimesLosesNoRowAndBringsNoDeletedRowBack() throws Exception {
        killRepeatedly(100);
    }

    private void killRepeatedly(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            long seed = System.nanoTime();
            Path directory = this.temporary.resolve("rows-" + round);

            long acknowledged = writeAndKill(directory, seed, 200 + new Random(seed).nextInt(1_000));

            assertAcknowledged(directory, seed, acknowledged);
        }
    }

    private static long writeAndKill(Path directory, long seed, int atLeast) throws IOException {
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), RowWriter.class.getName(), directory.toString(),
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        try (InputStream acknowledgements = process.getInputStream()) {
            long count = acknowledgements.readNBytes(atLeast).length;
            process.toHandle().destroyForcibly();
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(count).as("seed %d", seed).isEqualTo(atLeast);
            return count + acknowledgements.readAllBytes().length;
        }
        finally {
            process.destroyForcibly();
        }
    }

    /** The step after the last acknowledged one may have been done, in part or whole. */
    private static void assertAcknowledged(Path directory, long seed, long acknowledged) throws IOException {
        Map<KeyPath, CachedRow> before = new HashMap<>();
        Random random = new Random(seed);
        for (int step = 0; step < acknowledged; step++) {
            RowWriter.step(random, step, null, before);
        }
        Map<KeyPath, CachedRow> after = new HashMap<>(before);
        RowWriter.step(random, (int) acknowledged, null, after);

        try (FileProjectionCache cache = FileProjectionCache.open(directory, 64 << 20, Compression.NONE,
                Duration.ofSeconds(10))) {
            for (int id = 0; id < RowWriter.KEYS; id++) {
                KeyPath key = RowWriter.key(id);
                CachedRow row = cache.get(key);
                assertThat(isSame(row, before.get(key)) || isSame(row, after.get(key)))
                    .as("seed %d, %d acknowledged, key %s", seed, acknowledged, key)
                    .isTrue();
            }
            assertThat(cache.usage().damaged()).as("seed %d", seed).isZero();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    private static boolean isSame(CachedRow actual, CachedRow expected) {
        return expected == null ? actual == null : Rows.isSame(actual, expected);
    }

}
