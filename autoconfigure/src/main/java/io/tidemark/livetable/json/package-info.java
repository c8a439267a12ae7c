/** Rows of live tables as JSON, by Jackson. */
@NullMarked
package io.tidemark.livetable.json;

import org.jspecify.annotations.NullMarked;
