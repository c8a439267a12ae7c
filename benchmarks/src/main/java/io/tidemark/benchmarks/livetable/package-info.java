/** Live tables beside {@code @Cacheable} and beside repositories without a cache. */
@NullMarked
package io.tidemark.benchmarks.livetable;

import org.jspecify.annotations.NullMarked;
