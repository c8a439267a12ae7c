/** Copies of rows, so that nobody who changes a row that was read changes what is cached. */
@NullMarked
package io.tidemark.livetable.copy;

import org.jspecify.annotations.NullMarked;
