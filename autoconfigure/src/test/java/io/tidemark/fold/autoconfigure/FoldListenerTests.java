package io.tidemark.fold.autoconfigure;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.fold.Fold;
import io.tidemark.fold.FoldChange;
import io.tidemark.fold.FoldSourceFactory;
import io.tidemark.fold.WaitingFor;
import io.tidemark.fold.annotation.FoldListener;
import io.tidemark.fold.autoconfigure.FoldApplications.Board;
import io.tidemark.fold.autoconfigure.FoldApplications.Note;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class FoldListenerTests {

    private final MemoryBucket bucket = new MemoryBucket("notes");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, FoldAutoConfiguration.class))
        .withUserConfiguration(Board.class)
        .withBean(FoldSourceFactory.class, () -> (name, prefixes) -> this.bucket)
        .withPropertyValues(FoldApplications.NOTES + "type=" + Note.class.getName(),
                FoldApplications.NOTES + "store=memory", FoldApplications.NOTES + "initial-backoff=1ms",
                FoldApplications.NOTES + "maximum-backoff=1ms");

    @Test
    void methodHearsOfEveryChangeFromTheFirstOn() {
        this.bucket.put("ORD", "{\"status\":\"closed\"}");

        this.runner.withUserConfiguration(Listener.class).run((context) -> {
            BlockingQueue<FoldChange<Note>> heard = context.getBean(Listener.class).heard;

            assertThat(heard.poll(20, TimeUnit.SECONDS)).isInstanceOf(FoldChange.Reset.class);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isInstanceOfSatisfying(FoldChange.Put.class,
                    (put) -> assertThat(put.entry().value()).isEqualTo(new Note("closed", null)));
            this.bucket.delete("ORD");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isInstanceOfSatisfying(FoldChange.Delete.class,
                    (delete) -> assertThat(delete.key()).isEqualTo("ORD"));
        });
    }

    @Test
    void changeThatAMethodFailsAtComesAgainAndHoldsTheFold() {
        this.runner.withUserConfiguration(FailingListener.class).run((context) -> {
            Fold<Note> notes = context.getBean(Board.class).notes();
            FailingListener listener = context.getBean(FailingListener.class);
            FoldApplications.await(notes, (fold) -> fold.status().follower().caughtUp());
            this.bucket.put("ORD", "{\"status\":\"closed\"}");

            FoldApplications.await(notes, (fold) -> fold.status().follower().waitingFor() == WaitingFor.LISTENER);
            assertThat(notes.get("ORD")).isNull();
            assertThat(notes.status().follower().lastFault()).isInstanceOf(IOException.class).hasMessage("not yet");
            listener.failing = false;

            FoldApplications.await(notes, (fold) -> fold.get("ORD") != null);
            assertThat(notes.status().follower().durable().version().asLong()).hasValue(1);
        });
    }

    @ParameterizedTest
    @ValueSource(classes = { WrongParameter.class, WrongValue.class, TwoParameters.class, WithResult.class })
    void methodOfAnotherShapeStopsStart(Class<?> listener) {
        this.runner.withUserConfiguration(listener).run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);

            assertThat(analysis.getDescription())
                .startsWith("Method 'onNote' of %s can't listen to fold 'notes': it must be an instance method that takes "
                    .formatted(listener.getName())
                        + "one parameter, FoldChange<%s>, and returns nothing, was '".formatted(Note.class.getName()));
            assertThat(analysis.getAction())
                .isEqualTo("Declare it as 'void onNote(FoldChange<%s> change)'.".formatted(Note.class.getName()));
        });
    }

    @Test
    void foldThatDoesNotExistStopsStart() {
        this.runner.withUserConfiguration(UnknownFold.class).run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);

            assertThat(analysis.getDescription()).isEqualTo(
                    "Method 'onNote' of %s listens to a fold 'nodes', which does not exist; there are: notes."
                        .formatted(UnknownFold.class.getName()));
            assertThat(analysis.getAction())
                .isEqualTo("Correct the name, or define the fold below 'tidemark.fold.folds'.");
        });
    }

    @Test
    void methodsAreLeftAloneWhereFoldsAreSwitchedOff() {
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, FoldAutoConfiguration.class))
            .withUserConfiguration(UnknownFold.class)
            .withPropertyValues("tidemark.fold.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed());
    }

    static class Listener {

        private final BlockingQueue<FoldChange<Note>> heard = new LinkedBlockingQueue<>();

        @FoldListener("notes")
        void onNote(FoldChange<Note> change) {
            this.heard.add(change);
        }

    }

    static class FailingListener {

        private volatile boolean failing = true;

        @FoldListener("notes")
        void onNote(FoldChange<Note> change) throws IOException {
            if (this.failing) {
                throw new IOException("not yet");
            }
        }

    }

    static class WrongParameter {

        @FoldListener("notes")
        void onNote(Note change) {
        }

    }

    static class WrongValue {

        @FoldListener("notes")
        void onNote(FoldChange<List<Note>> change) {
        }

    }

    static class TwoParameters {

        @FoldListener("notes")
        void onNote(FoldChange<Note> change, String other) {
        }

    }

    static class WithResult {

        @FoldListener("notes")
        boolean onNote(FoldChange<Note> change) {
            return true;
        }

    }

    static class UnknownFold {

        @FoldListener("nodes")
        void onNote(FoldChange<Note> change) {
        }

    }

}
