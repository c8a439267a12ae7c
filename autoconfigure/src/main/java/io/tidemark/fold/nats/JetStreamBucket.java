package io.tidemark.fold.nats;

import java.io.IOException;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.NUID;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import io.tidemark.fold.BucketMissingException;
import io.tidemark.fold.FoldSourceException;
import io.tidemark.fold.SourceUnreachableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the server about a bucket, and says what its silence and its refusals mean. */
final class JetStreamBucket {

    private static final Logger LOGGER = LoggerFactory.getLogger(NatsKvFoldSource.class);

    private static final int NOT_FOUND = 404;

    private final Connection connection;

    private final NatsKvSettings settings;

    private final KvScope scope;

    JetStreamBucket(Connection connection, NatsKvSettings settings, KvScope scope) {
        this.connection = connection;
        this.settings = settings;
        this.scope = scope;
    }

    StreamInfo info() {
        return ask("describe", management -> management.getStreamInfo(this.scope.stream()));
    }

    /** Returns what to follow, in groups for one consumer each. */
    List<List<String>> filters() {
        return this.scope.filters(this.connection.getServerInfo().isSameOrNewerThanVersion("2.10.0"));
    }

    /** Creates a consumer of the last message of each subject, or of what follows a revision above 0. */
    ConsumerInfo createConsumer(List<String> filters, long after, Content content) {
        if (after == Long.MAX_VALUE) {
            throw new FoldSourceException("Bucket '%s' can't have an update after revision %d"
                .formatted(this.settings.bucket(), after), null);
        }
        ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder()
            .name("tidemark-" + NUID.nextGlobalSequence())
            .ackPolicy(AckPolicy.None)
            .memStorage(true)
            .numReplicas(1)
            .inactiveThreshold(this.settings.inactiveThreshold())
            .filterSubjects(filters)
            .headersOnly(content == Content.HEADERS ? Boolean.TRUE : null);
        if (after == 0) {
            builder.deliverPolicy(DeliverPolicy.LastPerSubject);
        }
        else {
            builder.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(after + 1);
        }
        ConsumerConfiguration configuration = builder.build();
        return ask("create a consumer of", management -> management.createConsumer(this.scope.stream(), configuration));
    }

    /** Deletes a consumer, at once if the server answers, else the server does it after a while. */
    void deleteConsumer(String name) {
        if (this.connection.getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            ask("delete a consumer of", management -> management.deleteConsumer(this.scope.stream(), name));
        }
        catch (FoldSourceException ex) {
            LOGGER.debug("Consumer '{}' is left to the server to delete", name, ex);
        }
    }

    /**
     * Counts the messages above a revision. A consumer that is made for it counts what is stored; one that exists may
     * not have been told yet.
     */
    long pendingAfter(List<String> filters, long revision) {
        ConsumerInfo counter = createConsumer(filters, revision, Content.HEADERS);
        deleteConsumer(counter.getName());
        return counter.getNumPending();
    }

    private <T> T ask(String what, Question<T> question) {
        if (this.connection.getStatus() != Connection.Status.CONNECTED) {
            throw new SourceUnreachableException("Can't %s bucket '%s': the connection to NATS is %s"
                .formatted(what, this.settings.bucket(), this.connection.getStatus()), null);
        }
        try {
            return question.put(this.connection.jetStreamManagement(
                    JetStreamOptions.builder().requestTimeout(this.settings.requestTimeout()).build()));
        }
        catch (JetStreamApiException ex) {
            if (ex.getErrorCode() == NOT_FOUND) {
                throw new BucketMissingException("Can't %s bucket '%s': NATS has no stream '%s'".formatted(what,
                        this.settings.bucket(), this.scope.stream()), ex);
            }
            throw new FoldSourceException("Can't %s bucket '%s': %s".formatted(what, this.settings.bucket(),
                    ex.getMessage()), ex);
        }
        // An illegal state is a connection that was closed meanwhile.
        catch (IOException | IllegalStateException ex) {
            throw new SourceUnreachableException("Can't %s bucket '%s': NATS did not answer".formatted(what,
                    this.settings.bucket()), ex);
        }
    }

    /** How much of the messages a consumer gets. */
    enum Content {

        HEADERS, ALL

    }

    @FunctionalInterface
    private interface Question<T> {

        T put(JetStreamManagement management) throws IOException, JetStreamApiException;

    }

}
