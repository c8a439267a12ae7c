/** Page caches: where the rows of live tables are kept, one class per backend. */
@NullMarked
package io.tidemark.livetable.cache;

import org.jspecify.annotations.NullMarked;
