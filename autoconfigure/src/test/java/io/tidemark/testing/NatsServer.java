package io.tidemark.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@code nats-server} with JetStream, on a free port and in a directory of its own, which can be killed and stopped. */
public final class NatsServer implements AutoCloseable {

    private static final String PROGRAM = "nats-server";

    private static final int ATTEMPTS = 5;

    private final Path directory;

    private int port;

    private int backups;

    private Process process;

    private NatsServer(Path directory) {
        this.directory = directory;
    }

    /** Whether the program is on the path. */
    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, PROGRAM)));
    }

    /** Starts a server; who starts it closes it. */
    public static NatsServer start() {
        try {
            NatsServer server = new NatsServer(Files.createTempDirectory("tidemark-nats"));
            for (int attempt = 1; true; attempt++) {
                server.port = freePort();
                if (server.launch()) {
                    return server;
                }
                // Somebody else took the port in between.
                if (attempt == ATTEMPTS) {
                    server.close();
                    throw new IllegalStateException("nats-server does not start");
                }
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Returns where clients connect to. */
    public String url() {
        return "nats://127.0.0.1:" + this.port;
    }

    /** Kills it as a power failure would: it gets no chance to say so. */
    public void kill() {
        this.process.destroyForcibly().onExit().join();
    }

    /** Starts it again where it was, after it was killed. */
    public void restart() {
        for (int attempt = 1; !launch(); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("nats-server does not start again");
            }
        }
    }

    /** Copies what it has stored, for which it is down a moment, and returns what puts that back in the same way. */
    public Runnable backup() {
        kill();
        Path copy = this.directory.resolve("backup-" + this.backups++);
        copy(data(), copy);
        restart();
        return () -> {
            kill();
            delete(data());
            copy(copy, data());
            restart();
        };
    }

    /** Stops it without closing anything: connections stay open and are silent. */
    public void stall() {
        signal("STOP");
    }

    /** Lets it go on after it was stalled. */
    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        if (this.process != null) {
            kill();
        }
        delete(this.directory);
    }

    private Path data() {
        return this.directory.resolve("data");
    }

    private boolean launch() {
        CountDownLatch ready = new CountDownLatch(1);
        try {
            this.process = new ProcessBuilder(PROGRAM, "--addr", "127.0.0.1", "--port", Integer.toString(this.port),
                    "--jetstream", "--store_dir", data().toString())
                .redirectErrorStream(true)
                .start();
            Process launched = this.process;
            Thread reader = new Thread(() -> read(launched, ready), "nats-server-output");
            reader.setDaemon(true);
            reader.start();
            if (!ready.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nats-server said nothing for 20 s");
            }
            return launched.isAlive();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    private static void read(Process process, CountDownLatch ready) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains("Server is ready")) {
                    ready.countDown();
                }
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        finally {
            process.onExit().join();
            ready.countDown();
        }
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -%s gave %d".formatted(name, exit));
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

}
