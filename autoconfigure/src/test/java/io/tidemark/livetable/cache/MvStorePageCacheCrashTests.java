package io.tidemark.livetable.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.CachedRows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P6")
class MvStorePageCacheCrashTests {

    @TempDir
    Path directory;

    private final long[] invalidated = new long[KilledPageCache.TABLES];

    private long latest;

    @Test
    void nothingInvalidatedComesBackAfterAKill() throws Exception {
        killAndCheck(8);
    }

    @Test
    @Tag("soak")
    void nothingInvalidatedComesBackAfterManyKills() throws Exception {
        killAndCheck(150);
    }

    private void killAndCheck(int kills) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int survivors = 0;
        for (int kill = 0; kill < kills; kill++) {
            runUntilKilled(random.nextInt(1_000_000), 1 + random.nextInt(150));
            survivors += check("seed %d, kill %d".formatted(seed, kill));
        }
        assertThat(survivors).as("seed %d", seed).isPositive();
    }

    private void runUntilKilled(int seed, int lines) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                KilledPageCache.class.getName(), this.directory.toString(), Integer.toString(seed),
                Long.toString(this.latest))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (int line = 0; line < lines; line++) {
                String acknowledged = output.readLine();
                assertThat(acknowledged).as("the process ended by itself").isNotNull();
                note(acknowledged);
            }
            process.destroyForcibly();
            for (String rest = output.readLine(); rest != null; rest = output.readLine()) {
                note(rest);
            }
        }
        catch (IOException ex) {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the pipe closed: %s", ex).isTrue();
        }
        finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void note(String acknowledged) {
        String[] parts = acknowledged.split(" ");
        this.latest = Long.parseLong(parts[1]);
        this.invalidated[Integer.parseInt(parts[0])] = this.latest;
    }

    private int check(String description) {
        int survivors = 0;
        try (MvStorePageCache cache = MvStorePageCacheTests.open(this.directory, 10_000_000)) {
            for (int table = 0; table < KilledPageCache.TABLES; table++) {
                for (int page = 0; page < KilledPageCache.PAGES; page++) {
                    KeyPath key = KilledPageCache.table(table).child(page);
                    CachedRows found = cache.get(key);
                    if (found != null) {
                        Pages.assertSelfDescribing(key, found);
                        assertThat(found.moment()).as("%s: %s came back", description, key)
                            .isGreaterThan(this.invalidated[table]);
                        survivors++;
                        this.latest = Math.max(this.latest, found.moment());
                    }
                }
            }
            assertThat(cache.usage().damaged()).as(description).isZero();
        }
        return survivors;
    }

}
