package io.tidemark.sample;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A server of NATS that a test starts, kills and starts again. */
final class NatsProcess implements AutoCloseable {

    private static final String PROGRAM = "nats-server";

    private final Path directory;

    private final int port;

    private Process process;

    NatsProcess(Path directory) throws IOException {
        this.directory = directory;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        start();
    }

    /** Ends the test if the program is missing: with a failure if it must be there. */
    static void require() {
        boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch((directory) -> Files.isExecutable(Path.of(directory, PROGRAM)));
        if ("required".equals(System.getProperty("tidemark.test.servers"))) {
            assertThat(installed).as(PROGRAM + " is on the path").isTrue();
        }
        assumeTrue(installed, PROGRAM + " is not on the path");
    }

    String url() {
        return "nats://127.0.0.1:" + this.port;
    }

    void start() throws IOException {
        this.process = new ProcessBuilder(PROGRAM, "--addr", "127.0.0.1", "--port", Integer.toString(this.port),
                "--jetstream", "--store_dir", this.directory.toString())
            .redirectErrorStream(true)
            .start();
        BufferedReader output = this.process.inputReader();
        String line = output.readLine();
        while (line != null && !line.contains("Server is ready")) {
            line = output.readLine();
        }
        assertThat(line).as("first words of nats-server").isNotNull();
    }

    void kill() {
        this.process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

}
