/**
 * Live tables: pages, rows and counts of Spring Data repositories, cached and never stale after a write.
 */
@NullMarked
package io.tidemark.livetable;

import org.jspecify.annotations.NullMarked;
