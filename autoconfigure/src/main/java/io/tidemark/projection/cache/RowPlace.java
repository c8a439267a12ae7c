package io.tidemark.projection.cache;

import java.nio.file.Path;

/**
 * Where the row of a key is.
 *
 * @param key the encoded key
 * @param shard the number of the directory
 */
record RowPlace(byte[] key, int shard, Path file) {
}
