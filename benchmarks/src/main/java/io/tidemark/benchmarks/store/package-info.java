/** The stores that the backends are held against, each behind the same few operations. */
@NullMarked
package io.tidemark.benchmarks.store;

import org.jspecify.annotations.NullMarked;
