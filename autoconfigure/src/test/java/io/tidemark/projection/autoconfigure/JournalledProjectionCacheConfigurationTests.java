package io.tidemark.projection.autoconfigure;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.directory.DirectoryInUseException;
import io.tidemark.directory.UnusableDirectoryException;
import io.tidemark.journal.RecoveryListener;
import io.tidemark.projection.MemoryProjectionCache;
import io.tidemark.projection.Outcome;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;
import io.tidemark.projection.autoconfigure.FlightApplications.Board;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.FileProjectionCache;
import io.tidemark.projection.cache.JournalledProjectionCache;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P10")
class JournalledProjectionCacheConfigurationTests {

    private static final String JOURNAL = "tidemark.projection.cache.caffeine.journal.";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class))
        .withUserConfiguration(Application.class, Board.class);

    @TempDir
    Path directory;

    @Test
    void nothingIsJournalledUnlessAsked() {
        this.runner.withPropertyValues("tidemark.directory=" + this.directory.resolve("unused")).run((context) -> {
            assertThat(context).getBean(ProjectionCache.class).isInstanceOf(CaffeineProjectionCache.class);
            assertThat(this.directory.resolve("unused")).doesNotExist();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "true", "on", "YES" })
    @Tag("P6")
    void journalledStatesAreKeptOverRestart(String enabled) {
        ApplicationContextRunner journalled = journalled().withPropertyValues(JOURNAL + "enabled=" + enabled);

        journalled.run((context) -> context.getBean(Board.class).traffic().get("DFW"));

        journalled.run((context) -> {
            assertThat(context).getBean(ProjectionCache.class).isInstanceOf(JournalledProjectionCache.class);
            assertThat(context.getBean(Board.class).traffic().get("DFW").outcome()).isEqualTo(Outcome.HIT);
            assertThat(this.directory.resolve("projection/caffeine-journal")).isDirectory();
            assertThat(this.directory.resolve(".gitignore")).hasContent("*");
        });
    }

    @Test
    @Tag("P6")
    void invalidatedStatesStayAwayOverRestart() {
        journalled().run((context) -> {
            context.getBean(Board.class).traffic().get("DFW");
            context.getBean(Projections.class).invalidate("airport-traffic", "D");
        });

        journalled().run((context) -> assertThat(context.getBean(Board.class).traffic().get("DFW").outcome())
            .isEqualTo(Outcome.REPLAY));
    }

    @ParameterizedTest
    @ValueSource(strings = { "fsync=always", "fsync=os", "fsync-interval=1s", "compression=lz4", "on-damage=skip",
            "on-damage=discard", "fail-on-damage=true", "segment-size=4KB", "maximum-record-size=64MB",
            "queue-size=1KB", "snapshot-interval=1ms", "snapshot-writes=1", "minimum-log-size=4KB",
            "maximum-log-size=64MB" })
    void everySettingIsTaken(String setting) {
        ApplicationContextRunner journalled = journalled().withPropertyValues(JOURNAL + setting);

        journalled.run((context) -> context.getBean(Board.class).traffic().get("DFW"));

        journalled.run((context) -> assertThat(context.getBean(Board.class).traffic().get("DFW").outcome())
            .isEqualTo(Outcome.HIT));
    }

    @Test
    void pathIsUsedAsItIs() {
        Path path = this.directory.resolve("journal");

        journalled()
            .withPropertyValues("tidemark.directory=" + this.directory.resolve("unused"), JOURNAL + "path=" + path)
            .run((context) -> {
                assertThat(path).isDirectory();
                assertThat(this.directory.resolve("unused")).doesNotExist();
            });
    }

    @Test
    void twoContextsShareOneJournal() {
        ApplicationContextRunner journalled = journalled()
            .withPropertyValues("tidemark.projection.cache.lock-timeout=0s");

        journalled.run((first) -> journalled.run((second) -> {
            first.getBean(Board.class).traffic().get("DFW");

            assertThat(second.getBean(Board.class).traffic().get("DFW").outcome()).isEqualTo(Outcome.HIT);
        }));
    }

    @Test
    void cacheOfApplicationWins() {
        journalled().withBean(ProjectionCache.class, MemoryProjectionCache::new).run((context) -> {
            assertThat(context).hasSingleBean(ProjectionCache.class).hasSingleBean(MemoryProjectionCache.class);
            assertThat(this.directory.resolve("projection")).doesNotExist();
        });
    }

    @Test
    void otherBackendIsNotJournalled() {
        journalled().withPropertyValues("tidemark.projection.cache.backend=file")
            .run((context) -> assertThat(context).getBean(ProjectionCache.class)
                .isInstanceOf(FileProjectionCache.class));
    }

    @Test
    void recoveryIsTold() {
        List<Long> records = new ArrayList<>();
        RecoveryListener listener = (read, bytes, totalBytes) -> records.add(read);
        journalled().run((context) -> context.getBean(Board.class).traffic().get("DFW"));

        journalled().withBean(RecoveryListener.class, () -> listener)
            .run((context) -> assertThat(context).hasNotFailed());

        assertThat(records).hasSize(1).first().satisfies((read) -> assertThat(read).isPositive());
    }

    @Test
    void compressionWithoutItsLibraryStopsStart() {
        journalled().withClassLoader(new FilteredClassLoader("net.jpountz.lz4"))
            .withPropertyValues(JOURNAL + "compression=lz4")
            .run((context) -> {
                assertThat(context).getFailure().rootCause().isInstanceOf(MissingLibraryException.class);
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription())
                    .isEqualTo("The compression 'lz4' of 'tidemark.projection.cache.caffeine.journal.compression' needs "
                            + "a library that is not on the class path.");
                assertThat(analysis.getAction())
                    .isEqualTo("Add the dependency 'at.yawk.lz4:lz4-java:1.13.0', or choose 'none'.");
            });
        journalled().withClassLoader(new FilteredClassLoader("net.jpountz.lz4"))
            .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void unusableDirectoryStopsStart() throws Exception {
        Path file = Files.createFile(this.directory.resolve("file"));

        journalled().withPropertyValues("tidemark.directory=" + file.resolve("below")).run((context) -> {
            assertThat(context.getStartupFailure()).hasStackTraceContaining(UnusableDirectoryException.class.getName());
            assertThat(StartupFailures.analyze(context).getAction()).isEqualTo("Set 'tidemark.directory' to a directory "
                    + "that this process can write, or choose a cache that needs none.");
        });
        journalled().withPropertyValues(JOURNAL + "path=" + file)
            .run((context) -> assertThat(StartupFailures.analyze(context).getAction())
                .isEqualTo("Set 'tidemark.projection.cache.caffeine.journal.path' to a directory that this process can "
                        + "write, or choose a cache that needs none."));
    }

    @Test
    void directoryOfAnotherProcessStopsStart() throws Exception {
        journalled().run((context) -> assertThat(context).hasNotFailed());
        Path lockFile = this.directory.resolve("projection/caffeine-journal/tidemark.lock");

        try (FileChannel file = FileChannel.open(lockFile, StandardOpenOption.WRITE); FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            journalled().withPropertyValues("tidemark.projection.cache.lock-timeout=10ms").run((context) -> {
                assertThat(context).getFailure().rootCause().isInstanceOf(DirectoryInUseException.class);
                assertThat(StartupFailures.analyze(context).getAction())
                    .contains("'tidemark.projection.cache.lock-timeout'");
            });
        }
    }

    @Test
    @Tag("P5")
    void damageCostsStatesAndNotTheStart() throws Exception {
        String damaged = JournalledApplications.damage(journalled(), this.directory);

        journalled().run((context) -> {
            assertThat(context.getBean(Board.class).traffic().get("DFW").outcome()).isEqualTo(Outcome.REPLAY);
            assertThat(context.getBean(JournalledProjectionCache.class).recovery().damages()).isPositive();
        });

        assertThat(this.directory.resolve("projection/caffeine-journal").resolve(damaged + ".damaged")).exists();
        journalled().withPropertyValues(JOURNAL + "fail-on-damage=true").run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(Board.class).traffic().get("DFW").outcome()).isEqualTo(Outcome.HIT);
        });
    }

    @Test
    @Tag("P5")
    void damageStopsStartWhereAsked() throws Exception {
        String damaged = JournalledApplications.damage(journalled(), this.directory);
        Path journal = this.directory.resolve("projection/caffeine-journal");
        byte[] before = Files.readAllBytes(journal.resolve(damaged));

        journalled().withPropertyValues(JOURNAL + "fail-on-damage=true").run((context) -> {
            assertThat(context.getStartupFailure())
                .hasStackTraceContaining(DamagedProjectionCacheException.class.getName());
            FailureAnalysis analysis = StartupFailures.analyze(context);
            assertThat(analysis.getDescription()).isEqualTo(("Journal in '%s' was not opened: File '%s' of the journal "
                    + "must be whole, was damaged at byte 44").formatted(journal, damaged));
            assertThat(analysis.getAction()).isEqualTo(("Nothing was changed. Copy '%s' if somebody is to look at it. "
                    + "Then set 'tidemark.projection.cache.caffeine.journal.fail-on-damage' to false: the start uses "
                    + "what 'tidemark.projection.cache.caffeine.journal.on-damage' says, keeps the damaged files with "
                    + "'.damaged' added to their names, and reads replay what is missing. Or remove the directory to "
                    + "start empty.").formatted(journal));
        });

        assertThat(journal.resolve(damaged)).hasBinaryContent(before);
    }

    private ApplicationContextRunner journalled() {
        return JournalledApplications.journalled(this.runner, this.directory);
    }

}
