/** Projections: the folded states of event streams, cached with the position in the log that they got to. */
@NullMarked
package io.tidemark.projection;

import org.jspecify.annotations.NullMarked;
