/** The store of folds on disk, in files of H2 MVStore. */
@NullMarked
package io.tidemark.fold.mvstore;

import org.jspecify.annotations.NullMarked;
