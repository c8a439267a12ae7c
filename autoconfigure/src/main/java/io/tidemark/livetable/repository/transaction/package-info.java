/** What the transaction of the calling thread means for live tables: what a read may do, and when a write ends. */
@NullMarked
package io.tidemark.livetable.repository.transaction;

import org.jspecify.annotations.NullMarked;
