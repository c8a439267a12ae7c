package io.tidemark.fold.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.nats.client.Connection;
import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.fold.Fold;
import io.tidemark.fold.FoldCodec;
import io.tidemark.fold.FoldDefinition;
import io.tidemark.fold.FoldSourceFactory;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.FollowerSettings;
import io.tidemark.fold.InMemoryFoldStore;
import io.tidemark.fold.UndecodablePolicy;
import io.tidemark.fold.autoconfigure.FoldApplications.Board;
import io.tidemark.fold.autoconfigure.FoldApplications.Note;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

@Tag("P10")
class FoldAutoConfigurationTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String NOTES = FoldApplications.NOTES;

    @TempDir
    Path directory;

    private final MemoryBucket bucket = new MemoryBucket("notes");

    private final ApplicationContextRunner bare = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, FoldAutoConfiguration.class));

    private final ApplicationContextRunner runner = this.bare
        .withBean(FoldSourceFactory.class, () -> (name, prefixes) -> this.bucket)
        .withPropertyValues(NOTES + "type=" + Note.class.getName(), NOTES + "store=memory");

    @Test
    void applicationWithoutFoldsConnectsToNobody() {
        this.bare.run((context) -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(Fold.class);
            assertThat(context.getBeanFactory().containsSingleton("natsConnection")).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "tidemark.enabled", "tidemark.fold.enabled" })
    void switchRemovesEverything(String property) {
        this.bare.withPropertyValues(property + "=false", NOTES + "bucket=notes").run((context) -> {
            assertThat(context).hasNotFailed();
            assertThat(context).doesNotHaveBean(Fold.class);
            assertThat(context).doesNotHaveBean(Connection.class);
            assertThat(context).doesNotHaveBean(NatsConnectionDetails.class);
        });
    }

    @Test
    void foldsAreFoundByTypeAndByName() {
        this.runner
            .withPropertyValues("tidemark.fold.folds.old-notes.type=" + Note.class.getName(),
                    "tidemark.fold.folds.old-notes.store=memory", "tidemark.fold.folds.runways.type=java.lang.String",
                    "tidemark.fold.folds.runways.store=memory")
            .withUserConfiguration(Places.class)
            .run((context) -> {
                Places places = context.getBean(Places.class);

                assertThat(places.byType().name()).isEqualTo("runways");
                assertThat(places.byQualifier().name()).isEqualTo("old-notes");
                assertThat(places.notesFold().name()).isEqualTo("notes");
                assertThat(context).hasBean("oldNotesFold").hasBean("notesFold").hasBean("runwaysFold");
            });
    }

    @Test
    void codecOfTheNameOfTheFoldSaysOfWhichTypeItIs() {
        this.bare.withBean(FoldSourceFactory.class, () -> (name, prefixes) -> this.bucket)
            .withPropertyValues(NOTES + "store=memory")
            .withUserConfiguration(OwnCodec.class, Board.class)
            .run((context) -> {
                this.bucket.put("ORD", "anything");
                Fold<Note> notes = context.getBean(Board.class).notes();

                FoldApplications.await(notes, (fold) -> fold.get("ORD") != null);
                assertThat(notes.get("ORD")).isEqualTo(new Note("own", "codec"));
            });
    }

    @Test
    void codecOfTheTypeOfTheValuesIsUsed() {
        this.runner.withUserConfiguration(UnnamedCodec.class, Board.class).run((context) -> {
            this.bucket.put("ORD", "anything");
            Fold<Note> notes = context.getBean(Board.class).notes();

            FoldApplications.await(notes, (fold) -> fold.get("ORD") != null);
            assertThat(notes.get("ORD")).isEqualTo(new Note("own", "codec"));
        });
    }

    @Test
    void definitionOfApplicationTakesThePlaceOfTheProperties() {
        this.runner.withUserConfiguration(OwnDefinition.class, Board.class).run((context) -> {
            Fold<Note> notes = context.getBean(Board.class).notes();

            assertThat(context).hasSingleBean(Fold.class);
            assertThat(notes.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(notes.status().follower().bucket()).isEqualTo("other");
        });
    }

    @Test
    void foldOfApplicationWins() {
        this.runner.withBean("notesFold", Fold.class, () -> mock(Fold.class))
            .run((context) -> assertThat(context).hasSingleBean(Fold.class).doesNotHaveBean(FollowedFold.class));
    }

    @Test
    void connectionOfApplicationIsUsed() {
        Connection connection = mock(Connection.class, (call) -> {
            throw new IllegalArgumentException("connection of the application");
        });

        this.bare.withPropertyValues(NOTES + "type=java.lang.String", NOTES + "store=memory")
            .withBean("own", Connection.class, () -> connection)
            .run((context) -> assertThat(StartupFailures.analyze(context).getDescription())
                .isEqualTo("Fold 'notes' can't follow bucket 'notes': connection of the application."));
    }

    @Test
    void detailsOfApplicationAreUsed() {
        this.bare
            .withBean("own", NatsConnectionDetails.class, () -> () -> List.of("nats://127.0.0.1:1"))
            .withPropertyValues("tidemark.fold.nats.connect-timeout=100ms")
            .run((context) -> {
                assertThat(context).hasSingleBean(NatsConnectionDetails.class);
                assertThat(context.getBean(Connection.class).getOptions().getUnprocessedServers())
                    .containsExactly("nats://127.0.0.1:1");
            });
    }

    @Test
    void natsWithoutItsLibraryStopsStart() {
        this.bare.withClassLoader(new FilteredClassLoader("io.nats"))
            .withPropertyValues(NOTES + "type=java.lang.String", NOTES + "store=memory")
            .run((context) -> {
                assertThat(context).getFailure().rootCause().isInstanceOf(MissingLibraryException.class);
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription())
                    .isEqualTo("Fold 'notes' needs a library that is not on the class path.");
                assertThat(analysis.getAction()).isEqualTo(
                        "Add the dependency 'io.nats:jnats:2.26.2', or define a bean of type FoldSourceFactory.");
            });
    }

    @Test
    void otherSourcesNeedNoNats() {
        this.runner.withClassLoader(new FilteredClassLoader("io.nats"))
            .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Fold.class));
    }

    @Test
    void mvstoreWithoutItsLibraryStopsStart() {
        this.runner.withClassLoader(new FilteredClassLoader("org.h2.mvstore"))
            .withPropertyValues(NOTES + "store=mvstore")
            .run((context) -> {
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription()).isEqualTo(
                        "The store 'mvstore' of 'tidemark.fold.folds.notes.store' needs a library that is not on the "
                                + "class path.");
                assertThat(analysis.getAction()).isEqualTo(
                        "Add the dependency 'com.h2database:h2-mvstore:2.4.240', or choose another store.");
            });
    }

    @Test
    void storeInMemoryNeedsNoMvstore() {
        this.runner.withClassLoader(new FilteredClassLoader("org.h2.mvstore"))
            .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Fold.class));
    }

    @Test
    void typedValuesWithoutJacksonStopStart() {
        this.runner.withClassLoader(new FilteredClassLoader("tools.jackson")).run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);
            assertThat(analysis.getDescription())
                .isEqualTo("Fold 'notes' of %s needs a library that is not on the class path.".formatted(
                        Note.class.getName()));
            assertThat(analysis.getAction())
                .isEqualTo("Add the dependency 'tools.jackson.core:jackson-databind', or define a bean of type "
                        + "FoldCodec<%s>.".formatted(Note.class.getName()));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = { "java.lang.String", "byte[]" })
    void textAndBytesNeedNoJackson(String type) {
        this.runner.withClassLoader(new FilteredClassLoader("tools.jackson"))
            .withPropertyValues(NOTES + "type=" + type)
            .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(Fold.class));
    }

    @Test
    void foldOfNoTypeStopsStart() {
        this.bare.withBean(FoldSourceFactory.class, () -> (name, prefixes) -> this.bucket)
            .withPropertyValues(NOTES + "bucket=notes")
            .run((context) -> {
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription())
                    .isEqualTo("Nothing says of which class the values of fold 'notes' are.");
                assertThat(analysis.getAction()).isEqualTo("Set 'tidemark.fold.folds.notes.type', or define a bean of "
                        + "type FoldCodec of the name 'notes'.");
            });
    }

    @Test
    void classThatDoesNotExistStopsStart() {
        this.runner.withPropertyValues(NOTES + "type=com.acme.Nothing").run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);
            assertThat(analysis.getDescription())
                .isEqualTo("Class 'com.acme.Nothing' of the values of fold 'notes' can't be found.");
            assertThat(analysis.getAction()).isEqualTo(
                    "Set 'tidemark.fold.folds.notes.type' to the full name of a class of the application.");
        });
    }

    @ParameterizedTest
    @CsvSource({ "wait, true", "fail, false" })
    void missingBucketIsWaitedForOrStopsStart(String setting, boolean starts) {
        this.bucket.setMissing(true);

        this.runner.withPropertyValues(NOTES + "missing-bucket=" + setting).run((context) -> {
            if (starts) {
                assertThat(context).hasNotFailed();
                return;
            }
            FailureAnalysis analysis = StartupFailures.analyze(context);
            assertThat(analysis.getDescription()).isEqualTo("Bucket 'notes' of fold 'notes' does not exist.");
            assertThat(analysis.getAction())
                .isEqualTo("Create it, correct 'tidemark.fold.folds.notes.bucket', or set "
                        + "'tidemark.fold.folds.notes.missing-bucket' to 'wait'.");
        });
    }

    @Test
    void bucketOutOfReachNeverStopsStart() {
        this.bucket.setUnreachable(true);

        this.runner.withPropertyValues(NOTES + "missing-bucket=fail")
            .run((context) -> assertThat(context).hasNotFailed());
    }

    @Test
    void storeOfAnotherBucketStopsStart() {
        ApplicationContextRunner durable = this.runner.withPropertyValues(NOTES + "store=mvstore",
                "tidemark.directory=" + this.directory);
        this.bucket.put("ORD", "{}");
        durable.run((context) -> assertThat(context.getBean(Fold.class).awaitCaughtUp(LIMIT)).isTrue());

        this.bare.withBean(FoldSourceFactory.class, () -> (name, prefixes) -> new MemoryBucket("other"))
            .withPropertyValues(NOTES + "type=java.lang.String", "tidemark.directory=" + this.directory)
            .run((context) -> {
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription())
                    .isEqualTo("The store of fold 'notes' can't be used: Fold store must be a copy of bucket 'other', was "
                            + "one of 'notes': give each bucket a directory of its own.");
                assertThat(analysis.getAction()).startsWith("Set 'tidemark.fold.folds.notes.mvstore.path' to another "
                        + "directory, or ");
            });
    }

    @Test
    void storeIsBelowTheDirectoryOfAll() {
        this.runner.withPropertyValues(NOTES + "store=mvstore", "tidemark.directory=" + this.directory)
            .run((context) -> assertThat(context).hasNotFailed());

        assertThat(this.directory.resolve("fold/notes")).isDirectory();
        assertThat(this.directory.resolve(".gitignore")).hasContent("*");
        assertThat(Files.exists(this.directory.resolve("notes"))).isFalse();
    }

    @Test
    void prefixWithoutItsDotStopsStartWithTheReason() {
        this.bare
            .withPropertyValues(NOTES + "type=java.lang.String", NOTES + "store=memory", NOTES + "prefixes=K",
                    "tidemark.fold.nats.servers=nats://127.0.0.1:1", "tidemark.fold.nats.connect-timeout=100ms")
            .run((context) -> {
                FailureAnalysis analysis = StartupFailures.analyze(context);
                assertThat(analysis.getDescription())
                    .isEqualTo("Fold 'notes' can't follow bucket 'notes': prefix must end with '.', was 'K': NATS follows "
                            + "whole tokens only, use 'K.' or filter the keys that you read.");
                assertThat(analysis.getAction()).isEqualTo(
                        "Correct 'tidemark.fold.folds.notes.bucket' or 'tidemark.fold.folds.notes.prefixes'.");
            });
    }

    @Test
    void lifecycleStopsAndStartsAgain() {
        this.runner.withUserConfiguration(Board.class).run((context) -> {
            FoldLifecycle lifecycle = context.getBean(FoldLifecycle.class);
            Fold<Note> notes = context.getBean(Board.class).notes();
            assertThat(notes.awaitCaughtUp(LIMIT)).isTrue();

            lifecycle.stop();
            this.bucket.put("ORD", "{\"status\":\"closed\"}");
            lifecycle.start();

            FoldApplications.await(notes, (fold) -> fold.get("ORD") != null);
        });
    }

    record Places(Fold<String> byType, @Qualifier("old-notes") Fold<Note> byQualifier, Fold<Note> notesFold) {
    }

    static class OwnNotes implements FoldCodec<Note> {

        @Override
        public byte[] encode(Note value) {
            return new byte[0];
        }

        @Override
        public Note decode(byte[] bytes) {
            return new Note("own", "codec");
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnCodec {

        @Bean
        FoldCodec<Note> notesCodec() {
            return new OwnNotes();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class UnnamedCodec {

        @Bean
        FoldCodec<Note> something() {
            return new OwnNotes();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDefinition {

        @Bean
        FoldDefinition<Note> notes() {
            return new FoldDefinition<>("notes", new MemoryBucket("other"), InMemoryFoldStore::new, new OwnNotes(),
                    UndecodablePolicy.SKIP, FollowerSettings.defaults(), (task) -> new Thread(task).start());
        }

    }

}
