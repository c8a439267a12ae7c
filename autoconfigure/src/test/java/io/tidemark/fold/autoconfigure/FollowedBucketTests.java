package io.tidemark.fold.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.nats.client.Connection;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.fold.Fold;
import io.tidemark.fold.FollowerState;
import io.tidemark.fold.autoconfigure.FoldApplications.Board;
import io.tidemark.fold.autoconfigure.FoldApplications.Bucket;
import io.tidemark.fold.autoconfigure.FoldApplications.Note;
import io.tidemark.testing.EnabledIfNats;
import io.tidemark.testing.NatsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that reads a bucket of a real server. */
@EnabledIfNats
class FollowedBucketTests {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private NatsServer server;

    private Bucket bucket;

    private ApplicationContextRunner runner;

    @BeforeEach
    void start() throws Exception {
        this.server = NatsServer.start();
        this.bucket = Bucket.create(this.server);
        this.runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, FoldAutoConfiguration.class))
            .withUserConfiguration(Board.class)
            .withPropertyValues("tidemark.directory=" + this.directory)
            .withPropertyValues(FoldApplications.notes(this.server, this.bucket));
    }

    @AfterEach
    void stop() throws Exception {
        this.bucket.close();
        this.server.close();
    }

    @Test
    void applicationReadsTypedValues() throws Exception {
        long revision = this.bucket.put("ORD", new Note("closed", "snow"));

        this.runner.run((context) -> {
            Fold<Note> notes = context.getBean(Board.class).notes();

            assertThat(notes.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(notes.get("ORD")).isEqualTo(new Note("closed", "snow"));
            assertThat(notes.entry("ORD").version().asLong()).hasValue(revision);
            assertThat(notes.range("O")).hasSize(1);
            assertThat(notes.get("DFW")).isNull();
        });
    }

    @Test
    void copyIsServedAfterRestartWithoutServerAndFollowsWhenItReturns() throws Exception {
        this.bucket.put("ORD", new Note("closed", "snow"));
        this.runner.run((context) -> assertThat(context.getBean(Board.class).notes().awaitCaughtUp(LIMIT)).isTrue());
        this.server.kill();

        this.runner.run((context) -> {
            assertThat(context).hasNotFailed();
            Fold<Note> notes = context.getBean(Board.class).notes();
            assertThat(notes.get("ORD")).isEqualTo(new Note("closed", "snow"));
            assertThat(context.getBean(Connection.class).getStatus()).isEqualTo(Connection.Status.CONNECTING);

            this.server.restart();

            assertThat(notes.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(context.getBean(Connection.class).getStatus()).isEqualTo(Connection.Status.CONNECTED);
        });
    }

    @Test
    void bucketThatAppearsLaterIsFollowed() throws Exception {
        this.bucket.drop();

        this.runner.run((context) -> {
            Fold<Note> notes = context.getBean(Board.class).notes();
            assertThat(notes.get("ORD")).isNull();

            this.bucket.create();
            this.bucket.put("ORD", new Note("closed", "snow"));

            FoldApplications.await(notes, (fold) -> new Note("closed", "snow").equals(fold.get("ORD")));
        });
    }

    @Test
    void everythingEndsWithContext() throws Exception {
        Connection[] connection = new Connection[1];
        Fold<?>[] fold = new Fold<?>[1];

        this.runner.run((context) -> {
            connection[0] = context.getBean(Connection.class);
            fold[0] = context.getBean(Board.class).notes();
        });

        assertThat(connection[0].getStatus()).isEqualTo(Connection.Status.CLOSED);
        assertThat(fold[0].status().follower().state()).isEqualTo(FollowerState.CLOSED);
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
            .noneMatch((name) -> name.startsWith("tidemark-fold-" + this.bucket.name()));
    }

}
