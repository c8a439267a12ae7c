package io.tidemark.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.tidemark.projection.Counter;
import io.tidemark.projection.Projected;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P6")
@Tag("P7")
class ProjectionCrashTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({ "file,8", "mvstore,7", "journal,3" })
    void killedProcessLeavesNothingWrong(String backend, int kills) throws Exception {
        killAndCheck(backend, kills);
    }

    @ParameterizedTest
    @CsvSource({ "file,100", "mvstore,100", "journal,100" })
    @Tag("soak")
    void processKilledOftenLeavesNothingWrong(String backend, int kills) throws Exception {
        killAndCheck(backend, kills);
    }

    private void killAndCheck(String backend, int kills) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> deleted = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            deleted.addAll(runUntilKilled(backend, random.nextInt(1_000_000), 1 + random.nextInt(300)));
            check(backend, deleted, "seed %d, kill %d".formatted(seed, kill));
        }
        assertThat(deleted).isNotEmpty();
    }

    private List<String> runUntilKilled(String backend, int seed, int lines) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                CrashingMain.class.getName(), this.directory.toString(), backend, Integer.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
        List<String> deleted = new ArrayList<>();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (int line = 0; line < lines; line++) {
                note(output.readLine(), deleted);
            }
            process.destroyForcibly();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                note(line, deleted);
            }
        }
        catch (IOException ex) {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the pipe closed: %s", ex).isTrue();
        }
        finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        return deleted;
    }

    private static void note(String line, List<String> deleted) {
        assertThat(line).as("the process ended by itself").isNotNull();
        if (line.startsWith("deleted ")) {
            deleted.add(line.substring("deleted ".length()));
        }
    }

    private void check(String backend, List<String> deleted, String description) throws Exception {
        try (CrashedApplication application = CrashedApplication.open(this.directory, backend)) {
            for (String gone : deleted) {
                assertThat(application.projections.invalidate("counter", gone)).as("%s: %s came back", description, gone)
                    .isZero();
            }
            for (int stream = 0; stream < CrashingMain.STREAMS; stream++) {
                Projected<Counter.Count> cached = application.projections.project(application.counter, "s-" + stream);
                Projected<Counter.Count> replayed = application.replays.project(application.counter, "s-" + stream);
                assertThat(cached.state()).as("%s: s-%d", description, stream).isEqualTo(replayed.state());
            }
        }
        finally {
            CrashedApplication.shutDownLog(this.directory);
        }
    }

}
