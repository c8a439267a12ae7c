package io.tidemark.projection.cache;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.tidemark.mvstore.PageCompression;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;

import static org.assertj.core.api.Assertions.assertThat;

/** Directories of MVStore caches, seen from outside. */
final class MvStoreDirectories {

    static final long MEGABYTE = 1 << 20;

    static final int FILE_HEADER_BYTES = 64;

    private MvStoreDirectories() {
    }

    static MvStoreProjectionCache cacheIn(Path directory, long maximumBytes) {
        return MvStoreProjectionCache.open(directory, maximumBytes, MEGABYTE, PageCompression.NONE,
                Duration.ofSeconds(5));
    }

    /** Returns what a process that is killed now leaves behind. */
    static Path copyOf(Path source, Path target) throws IOException {
        Files.createDirectory(target);
        for (Path file : files(source, "*")) {
            if (!file.endsWith("tidemark.lock")) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    static Path rowFile(Path directory) throws IOException {
        List<Path> files = files(directory, "rows-*.mv");
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    static List<Path> files(Path directory, String pattern) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern)) {
            entries.forEach(files::add);
        }
        return files;
    }

}
