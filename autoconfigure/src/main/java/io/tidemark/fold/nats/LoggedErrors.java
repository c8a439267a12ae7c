package io.tidemark.fold.nats;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what a connection complains about. Failures of attempts to connect, a few each second while no server is there,
 * are for debugging only: the followers say what they wait for.
 */
final class LoggedErrors implements ErrorListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(NatsConnector.class);

    @Override
    public void errorOccurred(Connection connection, String error) {
        LOGGER.warn("NATS refused something: {}", error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        LOGGER.debug("The connection to NATS failed", exception);
    }

}
