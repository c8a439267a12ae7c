/** Makes a map in memory survive: a write-ahead log in segments, snapshots, and the recovery from both. */
@NullMarked
package io.tidemark.journal;

import org.jspecify.annotations.NullMarked;
