package io.tidemark.fold;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Which bucket a fold is a copy of, in which of its lives, and of which part. A cursor means nothing to another.
 *
 * @param bucket the name of the bucket
 * @param createdAt when the bucket was created; a bucket that was deleted and created again is another
 * @param prefixes the starts of the keys that are followed, sorted, none covered by another; empty means all keys
 */
public record SourceIdentity(String bucket, Instant createdAt, List<String> prefixes) {

    /** Checks that nothing is missing and sorts the prefixes. */
    public SourceIdentity {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(createdAt, "createdAt");
        prefixes = prefixes.stream().sorted().distinct().toList();
    }

}
