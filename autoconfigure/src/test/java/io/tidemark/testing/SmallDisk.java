package io.tidemark.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A directory that is a disk of a few megabytes, where the system lets the tests make one. */
public final class SmallDisk implements AutoCloseable {

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts a disk; the test is skipped where that is not allowed. */
    public static SmallDisk mount(Path directory, int megabytes) throws InterruptedException {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=%dm".formatted(megabytes), "tmpfs", directory.toString()),
                "needs the right to mount a small disk");
        return new SmallDisk(directory);
    }

    @Override
    public void close() {
        try {
            if (!run("umount", this.directory.toString())) {
                throw new IllegalStateException("umount of '%s' failed".formatted(this.directory));
            }
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        }
        catch (IOException ex) {
            return false;
        }
    }

}
