package io.tidemark.livetable.change;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and a server, and can stop to forward without telling either, as a lost network does. */
final class TcpRelay implements AutoCloseable {

    private final ServerSocket clients;

    private final String host;

    private final int port;

    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private volatile boolean frozen;

    TcpRelay(String host, int port) {
        this.host = host;
        this.port = port;
        try {
            this.clients = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        start(this::accept);
    }

    int port() {
        return this.clients.getLocalPort();
    }

    /** From now on, what arrives is dropped and nobody is told. */
    void freeze() {
        this.frozen = true;
    }

    /** From now on new connections are forwarded again; those that lost something stay as they are. */
    void thaw() {
        this.sockets.forEach(TcpRelay::close);
        this.frozen = false;
    }

    @Override
    public void close() throws IOException {
        this.clients.close();
        this.sockets.forEach(TcpRelay::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = this.clients.accept();
                Socket server = new Socket(this.host, this.port);
                this.sockets.add(client);
                this.sockets.add(server);
                start(() -> forward(client, server));
                start(() -> forward(server, client));
            }
        }
        catch (IOException ex) {
            // The test is over.
            return;
        }
    }

    private void forward(Socket from, Socket to) {
        byte[] buffer = new byte[8_192];
        try (InputStream input = from.getInputStream()) {
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                if (!this.frozen) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        }
        catch (IOException ex) {
            // One of them went away, so that the other may go too.
            close(to);
            return;
        }
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-relay");
        thread.setDaemon(true);
        thread.start();
    }

}
