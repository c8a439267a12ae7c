package io.tidemark.fold.nats;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.Nats;
import io.nats.client.Options;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that is tried to be made until it is, and passes everything to it from then on. */
final class PendingConnection implements InvocationHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(NatsConnector.class);

    private final Options options;

    private final Thread thread;

    private final CountDownLatch closed = new CountDownLatch(1);

    private final List<ConnectionListener> listeners = new ArrayList<>();

    private volatile @Nullable Connection made;

    private PendingConnection(Options options) {
        this.options = options;
        this.thread = new Thread(this::connect, "tidemark-nats-connect");
        this.thread.setDaemon(true);
    }

    static Connection start(Options options) {
        PendingConnection pending = new PendingConnection(options);
        pending.thread.start();
        return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] { Connection.class },
                pending);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given;
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        if (method.getName().equals("close")) {
            close();
            return null;
        }
        Connection connection = this.made;
        if (connection == null) {
            synchronized (this.listeners) {
                connection = this.made;
                if (connection == null) {
                    return beforeConnecting(method, arguments);
                }
            }
        }
        try {
            return method.invoke(connection, arguments);
        }
        catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }

    private @Nullable Object beforeConnecting(Method method, Object[] arguments) {
        switch (method.getName()) {
            case "getStatus":
                return this.closed.getCount() == 0 ? Connection.Status.CLOSED : Connection.Status.CONNECTING;
            case "getOptions":
                return this.options;
            case "addConnectionListener":
                this.listeners.add((ConnectionListener) arguments[0]);
                return null;
            case "removeConnectionListener":
                this.listeners.remove((ConnectionListener) arguments[0]);
                return null;
            default:
                throw new IllegalStateException("NATS must have been reached at %s, was not yet: try again"
                    .formatted(this.options.getUnprocessedServers()));
        }
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "Connection to " + this.options.getUnprocessedServers();
        };
    }

    private void connect() {
        try {
            boolean ended = false;
            while (!ended) {
                ended = this.closed.await(this.options.getReconnectWait().toNanos(), TimeUnit.NANOSECONDS) || succeeds();
            }
        }
        catch (InterruptedException ex) {
            LOGGER.debug("The connection to NATS is closed before it was made", ex);
        }
    }

    private boolean succeeds() throws InterruptedException {
        try {
            accept(Nats.connect(this.options));
            return true;
        }
        catch (IOException ex) {
            LOGGER.debug("NATS can't be reached", ex);
            return false;
        }
    }

    private void accept(Connection connection) throws InterruptedException {
        List<ConnectionListener> waiting;
        boolean wanted;
        synchronized (this.listeners) {
            wanted = this.closed.getCount() > 0;
            waiting = List.copyOf(this.listeners);
            if (wanted) {
                waiting.forEach(connection::addConnectionListener);
                this.made = connection;
            }
        }
        if (!wanted) {
            connection.close();
            return;
        }
        LOGGER.info("NATS is reached at {}", connection.getConnectedUrl());
        // They were not there yet when the connection said so itself.
        long now = System.currentTimeMillis();
        String url = connection.getConnectedUrl();
        waiting.forEach(listener -> listener.connectionEvent(connection, Events.CONNECTED, now, url));
    }

    private void close() throws InterruptedException {
        Connection connection;
        synchronized (this.listeners) {
            this.closed.countDown();
            connection = this.made;
        }
        this.thread.interrupt();
        this.thread.join();
        if (connection != null) {
            connection.close();
        }
    }

}
