package io.tidemark.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

import org.springframework.util.FileSystemUtils;

/** The one directory of this process for files of benchmarks, below the directory for temporary files. */
final class WorkDirectory {

    private WorkDirectory() {
    }

    /** Returns the directory, empty. It is removed at the latest when the process ends. */
    static Path create() throws IOException {
        delete();
        Runtime.getRuntime().addShutdownHook(new Thread(WorkDirectory::deleteAtExit));
        return Files.createDirectories(path());
    }

    static void delete() throws IOException {
        FileSystemUtils.deleteRecursively(path());
    }

    /** Returns the lengths of its files together, 0 if it does not exist. */
    static long bytes() throws IOException {
        Lengths lengths = new Lengths();
        Files.walkFileTree(path(), lengths);
        return lengths.sum;
    }

    private static void deleteAtExit() {
        try {
            delete();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static Path path() {
        return Path.of(System.getProperty("java.io.tmpdir"), "tidemark-benchmark-" + ProcessHandle.current().pid());
    }

    private static final class Lengths extends SimpleFileVisitor<Path> {

        private long sum;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            this.sum += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        // Whoever writes there may have removed the file by now.
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

    }

}
