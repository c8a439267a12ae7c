package io.tidemark.autoconfigure;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

import io.tidemark.directory.DirectoryInUseException;
import io.tidemark.directory.ForeignDirectoryException;
import io.tidemark.directory.UnusableDirectoryException;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;
import io.tidemark.projection.autoconfigure.ProjectionAutoConfiguration;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P10")
class TidemarkDirectoryTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class))
        .withUserConfiguration(Application.class);

    @TempDir
    Path temporary;

    @Test
    void directoryIsTheOwnersAndOutOfVersionControl() {
        Path directory = this.temporary.resolve("state/tidemark");

        persistent(directory).run((context) -> {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
            assertThat(directory.resolve(".gitignore")).hasContent("*");
            assertThat(directory.resolve("projection/file")).isDirectory();
        });
    }

    @Test
    void pathOfBackendIsUsedAsItIs() {
        Path path = this.temporary.resolve("rows");

        persistent(this.temporary.resolve("unused"))
            .withPropertyValues("tidemark.projection.cache.file.path=" + path)
            .run((context) -> {
                assertThat(path).isDirectory();
                assertThat(path.resolve(".gitignore")).doesNotExist();
                assertThat(this.temporary.resolve("unused")).doesNotExist();
            });
    }

    @Test
    void nameOfApplicationIsPartOfDefault() {
        this.runner.withPropertyValues("spring.application.name=../flights of today")
            .run((context) -> assertThat(context.getBean(TidemarkDirectory.class).path())
                .isEqualTo(Path.of(".tidemark/.._flights_of_today")));
        this.runner.run((context) -> assertThat(context.getBean(TidemarkDirectory.class).path())
            .isEqualTo(Path.of(".tidemark/application")));
    }

    @Test
    void cacheInMemoryNeedsNoDirectory() throws Exception {
        Path file = Files.createFile(this.temporary.resolve("file"));

        this.runner.withPropertyValues("tidemark.directory=" + file.resolve("below"))
            .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void unusableDirectoryStopsStartOfPersistentCache() throws Exception {
        Path file = Files.createFile(this.temporary.resolve("file"));

        persistent(file.resolve("below")).run((context) -> {
            assertThat(context.getStartupFailure()).hasStackTraceContaining(UnusableDirectoryException.class.getName());
            FailureAnalysis analysis = StartupFailures.analyze(context);
            assertThat(analysis.getDescription()).contains(file.toString());
            assertThat(analysis.getAction()).isEqualTo("Set 'tidemark.directory' to a directory that this process can "
                    + "write, or choose a cache that needs none.");
        });
    }

    @Test
    void unusablePathOfBackendIsNamedByItsProperty() throws Exception {
        Path file = Files.createFile(this.temporary.resolve("file"));

        persistent(this.temporary).withPropertyValues("tidemark.projection.cache.file.path=" + file)
            .run((context) -> assertThat(StartupFailures.analyze(context).getAction())
                .isEqualTo("Set 'tidemark.projection.cache.file.path' to a directory that this process can write, or "
                        + "choose a cache that needs none."));
    }

    @Test
    void foreignDirectoryIsLeftAlone() throws Exception {
        Path rows = Files.createDirectories(this.temporary.resolve("projection/file"));
        Path letter = Files.writeString(rows.resolve("letter.txt"), "Dear Sir");

        persistent(this.temporary).run((context) -> {
            assertThat(context).getFailure().rootCause().isInstanceOf(ForeignDirectoryException.class);
            FailureAnalysis analysis = StartupFailures.analyze(context);
            assertThat(analysis.getDescription()).contains("letter.txt");
            assertThat(analysis.getAction()).isEqualTo(("Set 'tidemark.directory' to a directory that is empty or "
                    + "missing, or remove what is in '%s' if nobody needs it.").formatted(rows.toRealPath()));
            assertThat(letter).hasContent("Dear Sir");
        });
    }

    @Test
    void directoryOfAnotherProcessStopsStart() throws Exception {
        persistent(this.temporary).run((context) -> assertThat(context).hasNotFailed());
        Path rows = this.temporary.resolve("projection/file");

        try (FileChannel file = FileChannel.open(rows.resolve("tidemark.lock"), StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            persistent(this.temporary).withPropertyValues("tidemark.projection.cache.lock-timeout=10ms")
                .run((context) -> {
                    assertThat(context).getFailure().rootCause().isInstanceOf(DirectoryInUseException.class);
                    assertThat(StartupFailures.analyze(context).getAction()).isEqualTo(("Another process, perhaps a "
                            + "previous one that is still stopping, holds '%s'. Stop it, wait longer with "
                            + "'tidemark.projection.cache.lock-timeout', or give each process a directory of its own "
                            + "with 'tidemark.directory'.").formatted(rows.toRealPath()));
                });
        }
    }

    private ApplicationContextRunner persistent(Path directory) {
        return this.runner.withPropertyValues("tidemark.projection.cache.backend=file",
                "tidemark.directory=" + directory);
    }

}
