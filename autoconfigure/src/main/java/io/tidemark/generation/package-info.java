/** Generations: the counters that tell whether what was loaded may still be published or served. */
@NullMarked
package io.tidemark.generation;

import org.jspecify.annotations.NullMarked;
