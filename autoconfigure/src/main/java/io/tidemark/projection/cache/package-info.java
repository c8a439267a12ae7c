/** Projection caches: where folded states are kept, one class per backend. */
@NullMarked
package io.tidemark.projection.cache;

import org.jspecify.annotations.NullMarked;
