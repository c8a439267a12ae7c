package io.tidemark.projection.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.tidemark.directory.ForeignDirectoryException;
import io.tidemark.key.KeyPath;
import io.tidemark.projection.CacheFailedException;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.cache.mvstore.MvStoreProjectionCache;
import io.tidemark.projection.cache.mvstore.PageCompression;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MvStoreProjectionCacheTests extends ProjectionCacheContract {

    private static final KeyPath ROOT = KeyPath.of("projection");

    private static final long MEGABYTE = 1 << 20;

    @TempDir
    Path other;

    @Override
    ProjectionCache open(Path directory) {
        return openCache(directory, 64 * MEGABYTE);
    }

    static MvStoreProjectionCache openCache(Path directory, long maximumBytes) {
        return MvStoreProjectionCache.open(directory, maximumBytes, MEGABYTE, PageCompression.NONE, Duration.ofSeconds(5));
    }

}
