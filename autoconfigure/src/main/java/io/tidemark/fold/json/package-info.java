/** Values of folds as JSON. */
@NullMarked
package io.tidemark.fold.json;

import org.jspecify.annotations.NullMarked;
