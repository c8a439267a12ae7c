package io.tidemark.sample;

import java.io.IOException;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.KeyValueConfiguration;
import io.tidemark.fold.Fold;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Writes to the bucket that the fold follows, and makes it if there is none. */
@Component
@Profile("fold")
class StatusBucket {

    private static final int NO_SUCH_STREAM = 10059;

    private final Connection connection;

    private final Fold<AirportStatus> statuses;

    StatusBucket(Connection connection, Fold<AirportStatus> statuses) {
        this.connection = connection;
        this.statuses = statuses;
    }

    /**
     * Writes the status of an airport.
     * @return the revision that it got
     * @throws StatusNotWrittenException if the bucket can't be reached
     */
    long put(String iata, AirportStatus status) {
        if (this.connection.getStatus() != Connection.Status.CONNECTED) {
            throw new StatusNotWrittenException("there is no connection to NATS", null);
        }
        byte[] value = this.statuses.codec().encode(status);
        try {
            return put(iata, value);
        }
        catch (IOException | JetStreamApiException | IllegalStateException ex) {
            throw new StatusNotWrittenException("NATS did not take it", ex);
        }
    }

    private long put(String iata, byte[] value) throws IOException, JetStreamApiException {
        try {
            return this.connection.keyValue(this.statuses.name()).put(iata, value);
        }
        catch (JetStreamApiException ex) {
            if (ex.getApiErrorCode() != NO_SUCH_STREAM) {
                throw ex;
            }
        }
        catch (IOException ex) {
            // Nobody listens to what is written to a bucket that does not exist.
            if (exists()) {
                throw ex;
            }
        }
        this.connection.keyValueManagement()
            .create(KeyValueConfiguration.builder().name(this.statuses.name()).build());
        return this.connection.keyValue(this.statuses.name()).put(iata, value);
    }

    private boolean exists() throws IOException, JetStreamApiException {
        return this.connection.keyValueManagement().getBucketNames().contains(this.statuses.name());
    }

}
