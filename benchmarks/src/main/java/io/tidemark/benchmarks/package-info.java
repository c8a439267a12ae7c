/** Benchmarks: Tidemark beside the raw libraries and its peers, on the same work. */
@NullMarked
package io.tidemark.benchmarks;

import org.jspecify.annotations.NullMarked;
