/** Auto-configuration of folds. */
@NullMarked
package io.tidemark.fold.autoconfigure;

import org.jspecify.annotations.NullMarked;
