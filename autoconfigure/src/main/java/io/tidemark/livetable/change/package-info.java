/** Change sources: how a live table hears of writes that were not made through its repositories. */
@NullMarked
package io.tidemark.livetable.change;

import org.jspecify.annotations.NullMarked;
