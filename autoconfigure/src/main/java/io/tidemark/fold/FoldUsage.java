package io.tidemark.fold;

/**
 * How much a {@link FoldStore} holds.
 *
 * @param entries the number of entries
 * @param bytes the bytes of all entries with their keys
 * @param diskBytes the bytes of all files, 0 if there are none
 * @param damaged how often damage was met since the store was opened
 * @param condition what is known about the content
 */
public record FoldUsage(long entries, long bytes, long diskBytes, long damaged, FoldCondition condition) {
}
