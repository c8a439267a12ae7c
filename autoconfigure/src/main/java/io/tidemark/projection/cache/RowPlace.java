package io.tidemark.projection.cache;

import java.nio.file.Path;

import io.tidemark.key.KeyPath;

/**
 * Where the row of a key is.
 *
 * @param keyBytes the encoded key
 * @param shard the number of the directory
 */
record RowPlace(KeyPath key, byte[] keyBytes, int shard, Path file) {
}
