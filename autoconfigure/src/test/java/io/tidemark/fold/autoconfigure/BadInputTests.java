package io.tidemark.fold.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import io.nats.client.PurgeOptions;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.fold.Fold;
import io.tidemark.fold.FoldStatus;
import io.tidemark.fold.WaitingFor;
import io.tidemark.fold.autoconfigure.FoldApplications.Board;
import io.tidemark.fold.autoconfigure.FoldApplications.Bucket;
import io.tidemark.fold.autoconfigure.FoldApplications.Note;
import io.tidemark.testing.EnabledIfNats;
import io.tidemark.testing.NatsServer;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What an application does about buckets that are not as it expects. */
@EnabledIfNats
class BadInputTests {

    private static final Note CLOSED = new Note("closed", "snow");

    @TempDir
    Path directory;

    private final NatsServer server;

    private Bucket bucket;

    private ApplicationContextRunner runner;

    BadInputTests(NatsServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() throws Exception {
        this.bucket = Bucket.create(this.server);
        this.runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, FoldAutoConfiguration.class))
            .withUserConfiguration(Board.class)
            .withPropertyValues("tidemark.directory=" + this.directory)
            .withPropertyValues(FoldApplications.notes(this.server, this.bucket));
    }

    @AfterEach
    void disconnect() throws Exception {
        this.bucket.close();
    }

    @Test
    void valueThatDoesNotDecodeIsSkippedAndCounted() throws Exception {
        this.bucket.put("DFW", "no JSON".getBytes(StandardCharsets.UTF_8));
        this.bucket.put("ORD", CLOSED);

        this.runner.run((context) -> {
            Fold<Note> notes = caughtUp(context.getBean(Board.class));

            assertThat(notes.get("DFW")).isNull();
            assertThat(notes.get("ORD")).isEqualTo(CLOSED);
            assertThat(notes.range("")).hasSize(1);
            assertThat(notes.status().undecodable()).isPositive();
            assertThat(notes.status().lastUndecodable()).hasMessageContaining("DFW");
        });
    }

    @Test
    void valueThatDoesNotDecodeHoldsTheFoldUntilItIsReplaced() throws Exception {
        this.bucket.put("DFW", "no JSON".getBytes(StandardCharsets.UTF_8));

        this.runner.withPropertyValues(FoldApplications.NOTES + "undecodable=hold").run((context) -> {
            Fold<Note> notes = context.getBean(Board.class).notes();
            FoldApplications.await(notes, (fold) -> fold.status().follower().waitingFor() == WaitingFor.LISTENER);

            FoldStatus status = notes.status();
            assertThat(status.follower().caughtUp()).isFalse();
            assertThat(status.follower().lastFault()).hasMessageContaining("DFW");
        });
        this.bucket.put("DFW", CLOSED);

        this.runner.withPropertyValues(FoldApplications.NOTES + "undecodable=hold")
            .run((context) -> assertThat(caughtUp(context.getBean(Board.class)).get("DFW")).isEqualTo(CLOSED));
    }

    @Test
    void keyThatIsNoTextIsLeftOutAndCounted() throws Exception {
        publish("$KV." + this.bucket.name() + ".caf\u00e9");
        this.bucket.put("ORD", CLOSED);

        this.runner.run((context) -> {
            Fold<Note> notes = caughtUp(context.getBean(Board.class));

            assertThat(notes.range("")).hasSize(1);
            assertThat(notes.status().follower().skipped()).isEqualTo(1);
        });
    }

    @Test
    void keyThatIsNoTextHoldsTheFoldWhereAskedUntilItIsGone() throws Exception {
        String subject = "$KV." + this.bucket.name() + ".caf\u00e9";
        publish(subject);

        this.runner.withPropertyValues("tidemark.fold.nats.unusable-keys=hold").run((context) -> {
            Fold<Note> notes = context.getBean(Board.class).notes();
            FoldApplications.await(notes, (fold) -> fold.status().follower().waitingFor() == WaitingFor.SOURCE);
            assertThat(notes.status().follower().lastFault()).hasMessageContaining("must be printable ASCII");

            this.bucket.connection()
                .jetStreamManagement()
                .purgeStream("KV_" + this.bucket.name(), PurgeOptions.builder().sequence(2).build());

            assertThat(notes.awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
        });
    }

    @Test
    void readersAskForNoKeyThatIsTooLong() {
        this.runner.run((context) -> {
            Fold<Note> notes = context.getBean(Board.class).notes();

            assertThatIllegalArgumentException().isThrownBy(() -> notes.get("k".repeat(65_536)))
                .withMessage("key must have at most 65535 bytes in UTF-8, had at least 65536");
        });
    }

    @Test
    void bucketThatDoesNotExistStopsStartWhereAsked() throws Exception {
        this.bucket.drop();

        this.runner.withPropertyValues(FoldApplications.NOTES + "missing-bucket=fail").run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);
            assertThat(analysis.getDescription())
                .isEqualTo("Bucket '%s' of fold 'notes' does not exist.".formatted(this.bucket.name()));
        });
    }

    @Test
    void nameThatNoBucketCanHaveStopsStart() {
        this.runner.withPropertyValues(FoldApplications.NOTES + "bucket=a.b")
            .run((context) -> assertThat(StartupFailures.analyze(context).getDescription()).isEqualTo(
                    "Fold 'notes' can't follow bucket 'a.b': bucket must be letters, digits, '_' and '-', was a.b."));
    }

    @Test
    void storeOfAnotherBucketStopsStart() throws Exception {
        this.runner.run((context) -> caughtUp(context.getBean(Board.class)));
        Bucket other = Bucket.create(this.server);

        this.runner.withPropertyValues(FoldApplications.NOTES + "bucket=" + other.name())
            .run((context) -> assertThat(StartupFailures.analyze(context).getDescription())
                .startsWith("The store of fold 'notes' can't be used: Fold store must be a copy of bucket '%s', was one of "
                    .formatted(other.name())));
        other.close();
    }

    private void publish(String subject) throws Exception {
        this.bucket.connection().jetStream().publish(subject, new byte[] { 1 });
    }

    private static Fold<Note> caughtUp(Board board) throws InterruptedException {
        assertThat(board.notes().awaitCaughtUp(Duration.ofSeconds(30))).isTrue();
        return board.notes();
    }

}
