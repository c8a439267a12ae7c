package io.tidemark.projection.cache;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

import io.tidemark.key.KeyPath;
import io.tidemark.projection.CachedRow;
import io.tidemark.projection.ProjectionCache;

/** Another process that puts and deletes rows, and writes a byte after each call that returned, until it is killed. */
final class RowWriter {

    static final int KEYS = 40;

    private RowWriter() {
    }

    /** Writes to the directory {@code arguments[0]} what follows from the seed {@code arguments[1]}. */
    public static void main(String[] arguments) throws IOException {
        try (FileProjectionCache cache = FileProjectionCache.open(Path.of(arguments[0]), 64 << 20, Compression.NONE,
                Duration.ofSeconds(10)); FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            Random random = new Random(Long.parseLong(arguments[1]));
            for (int step = 0;; step++) {
                step(random, step, cache, null);
                out.write(1);
            }
        }
    }

    static KeyPath key(int id) {
        return KeyPath.of("traffic").child(id % 4).child("stream-" + "x".repeat(id % 3 * 60)).child(id);
    }

    /** Does the next step to the cache or to a model of it. */
    static void step(Random random, int step, ProjectionCache cache, Map<KeyPath, CachedRow> model) {
        int id = random.nextInt(KEYS);
        if (random.nextInt(12) == 0) {
            KeyPath group = KeyPath.of("traffic").child(id % 4);
            if (model != null) {
                model.keySet().removeIf(key -> key.startsWith(group));
            }
            else {
                cache.deletePrefix(group.asPrefix());
            }
            return;
        }
        CachedRow row = Rows.selfDescribing(key(id), step, random.nextInt(20_000));
        if (model != null) {
            model.put(key(id), row);
        }
        else {
            cache.put(key(id), row);
        }
    }

}
