/** The projection cache on disk, in files of H2 MVStore. */
@NullMarked
package io.tidemark.projection.cache.mvstore;

import org.jspecify.annotations.NullMarked;
