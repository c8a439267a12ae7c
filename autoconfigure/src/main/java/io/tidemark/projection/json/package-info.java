/** Events and states as JSON, by Jackson. */
@NullMarked
package io.tidemark.projection.json;

import org.jspecify.annotations.NullMarked;
