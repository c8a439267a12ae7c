package io.tidemark.fold.nats;

import java.io.IOException;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to NATS, now or, if no server can be reached now, as soon as one can. */
public final class NatsConnector {

    private static final Logger LOGGER = LoggerFactory.getLogger(NatsConnector.class);

    private NatsConnector() {
    }

    /**
     * Returns a connection, which whoever calls this closes. Waits as long as one attempt takes. A connection that is not
     * made yet says that it is connecting, takes listeners, and throws an {@link IllegalStateException} where it would
     * need a server.
     * @param options how to connect, and how long to wait between attempts
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Connection connect(Options options) throws InterruptedException {
        try {
            return Nats.connect(options);
        }
        catch (IOException ex) {
            LOGGER.warn("NATS can't be reached at {}, which is tried again and again: {}",
                    options.getUnprocessedServers(), ex.toString());
            return PendingConnection.start(options);
        }
    }

}
