package io.tidemark.livetable.autoconfigure.aot;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

import static org.assertj.core.api.Assertions.assertThat;

/** Processes of their own, because generated classes share packages with those of the application. */
class AheadOfTimeTests {

    private static final List<String> EXPECTED = List.of("gates 1 MISS", "gates 1 HIT", "gates by terminal 1 MISS",
            "gates by terminal 1 HIT", "gates by terminal 2 MISS", "runways 1 MISS", "runways 1 HIT", "runways 0 MISS",
            "operations 2 MISS", "left alone []");

    @TempDir
    Path directory;

    @Test
    void applicationThatWasProcessedAheadOfTimeHasTheSameHits() throws Exception {
        Path sources = this.directory.resolve("sources");
        Path resources = this.directory.resolve("resources");
        Path classes = Files.createDirectories(this.directory.resolve("classes"));
        java(List.of(), classPath(), SpringApplicationAotProcessor.class.getName(), TowerApplication.class.getName(),
                sources.toString(), resources.toString(), classes.toString(), "io.tidemark", "tower");
        compile(sources, classes);

        List<String> said = java(List.of("-Dspring.aot.enabled=true"),
                classes + File.pathSeparator + resources + File.pathSeparator + classPath(),
                TowerApplication.class.getName());

        assertThat(said).containsSubsequence(expected(true));
    }

    @Test
    void applicationHasTheseHits() throws Exception {
        List<String> said = java(List.of(), classPath(), TowerApplication.class.getName());

        assertThat(said).containsSubsequence(expected(false));
    }

    private static List<String> expected(boolean aheadOfTime) {
        List<String> expected = new ArrayList<>(List.of("aot " + aheadOfTime));
        expected.addAll(EXPECTED);
        return expected;
    }

    private void compile(Path sources, Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-nowarn", "-parameters", "-d", classes.toString(), "-cp",
                        classes + File.pathSeparator + classPath()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
        }
        assertThat(arguments).hasSizeGreaterThan(10).anyMatch((file) -> file.contains("LiveTable"));
        assertThat(ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new))).isZero();
    }

    private List<String> java(List<String> options, String classPath, String... mainAndArguments) throws Exception {
        Path output = Files.createTempFile(this.directory, "output", ".txt");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1", "-Dspring.jpa.hibernate.ddl-auto=create",
                        "-Dspring.data.jdbc.dialect=h2"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(mainAndArguments));
        Process process = new ProcessBuilder(command).directory(this.directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(Files.readString(output)).isTrue();
        }
        finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output);
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

}
