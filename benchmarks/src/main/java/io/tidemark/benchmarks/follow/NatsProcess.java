package io.tidemark.benchmarks.follow;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** A {@code nats-server} from the path, with JetStream, on a free port. */
final class NatsProcess implements AutoCloseable {

    private final Process process;

    private final int port;

    private NatsProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static NatsProcess start(Path directory) throws IOException {
        int port = freePort();
        Process process = new ProcessBuilder("nats-server", "--addr", "127.0.0.1", "--port", Integer.toString(port),
                "--jetstream", "--store_dir", directory.toString())
            .redirectErrorStream(true)
            .start();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("Server is ready")) {
                return new NatsProcess(process, port);
            }
        }
        throw new IOException("nats-server must start on port %d, ended: install it".formatted(port));
    }

    String url() {
        return "nats://127.0.0.1:" + this.port;
    }

    @Override
    public void close() {
        this.process.destroyForcibly().onExit().join();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

}
