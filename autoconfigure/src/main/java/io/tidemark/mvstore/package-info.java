/** Files of H2 MVStore that are checked, bounded and safe from interrupts, and a store of rows in them. */
@NullMarked
package io.tidemark.mvstore;

import org.jspecify.annotations.NullMarked;
