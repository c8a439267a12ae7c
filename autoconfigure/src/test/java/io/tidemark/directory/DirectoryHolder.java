package io.tidemark.directory;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Another process that holds the lock of a directory until it is killed. */
public final class DirectoryHolder implements AutoCloseable {

    private static final int OPENED = 'o';

    private final Process process;

    private DirectoryHolder(Process process) {
        this.process = process;
    }

    /** Starts the process; it holds the lock when this returns. */
    public static DirectoryHolder start(Path directory, String kind) throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process process = new ProcessBuilder(java, "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                DirectoryHolder.class.getName(), directory.toString(), kind)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
        if (process.getInputStream().read() != OPENED) {
            throw new IllegalStateException("Process must hold the directory, ended with " + process.onExit().join());
        }
        return new DirectoryHolder(process);
    }

    /** Kills the process. */
    @Override
    public void close() {
        this.process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Holds the directory {@code arguments[0]} of kind {@code arguments[1]} until the parent goes away. */
    public static void main(String[] arguments) throws IOException {
        try (StoreDirectory directory = StoreDirectory.open(Path.of(arguments[0]), arguments[1], Duration.ZERO);
                FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(OPENED);
            System.in.readAllBytes();
            assertThat(directory.path()).isDirectory();
        }
    }

}
