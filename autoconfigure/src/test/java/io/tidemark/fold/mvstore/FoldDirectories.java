package io.tidemark.fold.mvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Directories of stores, and copies of them as a killed process leaves them. */
public final class FoldDirectories {

    static final FoldLimits SMALL = new FoldLimits(1 << 20);

    private FoldDirectories() {
    }

    static MvStoreFoldStore open(Path directory) {
        return MvStoreFoldStore.open(settings(directory), SMALL);
    }

    static MvStoreFoldSettings settings(Path directory) {
        return MvStoreFoldSettings.in(directory).withPageCacheBytes(1 << 20);
    }

    /** Copies what is on disk, without the lock, as it would be if the process were killed now. */
    public static Path copyOf(Path directory, Path target) throws IOException {
        Files.createDirectory(target);
        for (Path file : files(directory)) {
            if (!file.getFileName().toString().endsWith(".lock")) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    static Path onlyFile(Path directory) {
        List<Path> files = files(directory).stream()
            .filter((file) -> file.getFileName().toString().endsWith(".mv"))
            .toList();
        if (files.size() != 1) {
            throw new AssertionError("one file expected: " + files);
        }
        return files.get(0);
    }

    static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
