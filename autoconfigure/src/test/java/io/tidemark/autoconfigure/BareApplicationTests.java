package io.tidemark.autoconfigure;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A process of its own, because filtering class loaders hide that annotations of absent libraries are absent too. */
@Tag("P10")
class BareApplicationTests {

    // What an application has with the starter, without anything optional, Jackson included.
    private static final List<String> LIBRARIES = List.of("caffeine", "commons-logging", "jspecify", "logback-classic",
            "logback-core", "slf4j-api", "spring-aop", "spring-beans", "spring-boot", "spring-boot-autoconfigure",
            "spring-context", "spring-core", "spring-expression");

    @Test
    void applicationRunsWithoutOptionalLibraries(@TempDir Path directory) throws Exception {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:off", "-XX:TieredStopAtLevel=1", "-cp", classPath(), BareApplication.class.getName(),
                "--tidemark.projection.cache.backend=file")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(BareApplication.EXIT_CODE);
        assertThat(Files.readString(output)).isEmpty();
        assertThat(directory.resolve(".tidemark/application/.gitignore")).hasContent("*");
        assertThat(directory.resolve(".tidemark/application/projection/file")).isDirectory();
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter((entry) -> !entry.endsWith(".jar") || isKept(Path.of(entry).getFileName().toString()))
            .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isKept(String jar) {
        return LIBRARIES.stream().anyMatch((library) -> jar.matches(library + "-\\d.*\\.jar"));
    }

}
