package io.tidemark.benchmarks.durable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.springframework.util.FileSystemUtils;

/** A directory for files that are needed for a while. */
public final class TemporaryDirectory {

    private TemporaryDirectory() {
    }

    /** Runs something with a new directory, which is gone afterwards. */
    public static void use(Action action) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("tidemark-benchmark-");
        try {
            action.run(directory);
        }
        finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    /** Returns the lengths of all files in it together, without those that disappear meanwhile. */
    static long bytes(Path directory) throws IOException {
        long[] sum = new long[1];
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

        });
        return sum[0];
    }

    /** What {@link #use} runs. */
    @FunctionalInterface
    public interface Action {

        /** Runs with the directory. */
        void run(Path directory) throws IOException, InterruptedException;

    }

}
