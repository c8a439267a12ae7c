package io.tidemark.fold.nats;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.NUID;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ApiResponse;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerCreateRequest;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.SuccessApiResponse;
import io.tidemark.fold.BucketMissingException;
import io.tidemark.fold.FoldSourceException;
import io.tidemark.fold.SourceUnreachableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the server about a bucket, and says what its silence and its refusals mean. */
final class JetStreamBucket {

    private static final Logger LOGGER = LoggerFactory.getLogger(NatsKvFoldSource.class);

    private static final int NOT_FOUND = 404;

    // The server looks at every key before it answers: of a million, that takes it seconds.
    private static final Duration LONGEST_CREATION = Duration.ofMinutes(2);

    private final Connection connection;

    private final NatsKvSettings settings;

    private final KvScope scope;

    private volatile @Nullable CompletableFuture<Message> asked;

    JetStreamBucket(Connection connection, NatsKvSettings settings, KvScope scope) {
        this.connection = connection;
        this.settings = settings;
        this.scope = scope;
    }

    StreamInfo info() {
        return ask("describe", "STREAM.INFO." + this.scope.stream(), null, this.settings.requestTimeout(),
                StreamInfo::new);
    }

    /** Returns what to follow, in groups for one consumer each. */
    List<List<String>> filters() {
        return this.scope.filters(this.connection.getServerInfo().isSameOrNewerThanVersion("2.10.0"));
    }

    /** Creates a consumer of the last message of each subject, or of what follows a revision above 0. */
    ConsumerInfo createConsumer(List<String> filters, long after, Content content) {
        return createConsumer(filters, after, content, creationTimeout());
    }

    /** Deletes a consumer, at once if the server answers, else the server does it after a while. */
    void deleteConsumer(String name) {
        if (this.connection.getStatus() != Connection.Status.CONNECTED) {
            return;
        }
        try {
            ask("delete a consumer of", "CONSUMER.DELETE.%s.%s".formatted(this.scope.stream(), name), null,
                    this.settings.requestTimeout(), SuccessApiResponse::new);
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
        ConsumerInfo counter = createConsumer(filters, revision, Content.HEADERS, this.settings.requestTimeout());
        deleteConsumer(counter.getName());
        return counter.getNumPending();
    }

    /** Ends the wait for an answer that was lost with the connection. */
    void connectionLost() {
        CompletableFuture<Message> lost = this.asked;
        if (lost != null) {
            lost.cancel(false);
        }
    }

    private ConsumerInfo createConsumer(List<String> filters, long after, Content content, Duration limit) {
        if (after == Long.MAX_VALUE) {
            throw new FoldSourceException("Bucket '%s' can't have an update after revision %d"
                .formatted(this.settings.bucket(), after), null);
        }
        String name = "tidemark-" + NUID.nextGlobalSequence();
        ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder()
            .name(name)
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
        String subject = "CONSUMER.CREATE.%s.%s".formatted(this.scope.stream(), name);
        byte[] request = new ConsumerCreateRequest(this.scope.stream(), builder.build()).serialize();
        // Servers want the filter in the subject if there is one, so that rights can be given for it.
        return ask("create a consumer of", filters.size() == 1 ? subject + "." + filters.get(0) : subject, request,
                limit, ConsumerInfo::new);
    }

    private Duration creationTimeout() {
        Duration configured = this.settings.requestTimeout();
        return configured.compareTo(LONGEST_CREATION) > 0 ? configured : LONGEST_CREATION;
    }

    private <T extends ApiResponse<T>> T ask(String what, String subject, byte @Nullable [] body, Duration limit,
            Function<Message, T> answer) {
        if (this.connection.getStatus() != Connection.Status.CONNECTED) {
            throw unreachable(what, "the connection to NATS is " + this.connection.getStatus(), null);
        }
        try {
            CompletableFuture<Message> question = this.connection.requestWithTimeout("$JS.API." + subject, body, limit);
            this.asked = question;
            return answer.apply(question.get(limit.toNanos(), TimeUnit.NANOSECONDS)).throwOnHasError();
        }
        catch (JetStreamApiException ex) {
            if (ex.getErrorCode() == NOT_FOUND) {
                throw new BucketMissingException("Can't %s bucket '%s': NATS has no stream '%s'".formatted(what,
                        this.settings.bucket(), this.scope.stream()), ex);
            }
            throw new FoldSourceException("Can't %s bucket '%s': %s".formatted(what, this.settings.bucket(),
                    ex.getMessage()), ex);
        }
        // An illegal state is a connection that was closed, or an answer that was cancelled since none can come.
        catch (ExecutionException | IllegalStateException | TimeoutException ex) {
            throw unreachable(what, "NATS did not answer", ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new FoldSourceException("Can't %s bucket '%s': interrupted".formatted(what, this.settings.bucket()),
                    ex);
        }
        finally {
            this.asked = null;
        }
    }

    private SourceUnreachableException unreachable(String what, String reason, @Nullable Throwable cause) {
        return new SourceUnreachableException("Can't %s bucket '%s': %s".formatted(what, this.settings.bucket(),
                reason), cause);
    }

    /** How much of the messages a consumer gets. */
    enum Content {

        HEADERS, ALL

    }

}
