/** Reads and writes the directories of fast-cache: segments of FCW2 frames or bare records, and snapshots. */
@NullMarked
package io.tidemark.journal.fcw2;

import org.jspecify.annotations.NullMarked;
