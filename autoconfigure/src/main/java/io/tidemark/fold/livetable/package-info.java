/** Folds as change sources of live tables. */
@NullMarked
package io.tidemark.fold.livetable;

import org.jspecify.annotations.NullMarked;
