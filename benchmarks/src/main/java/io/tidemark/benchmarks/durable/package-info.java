/** What the journal and its peers need to be full again after a restart, and what they write. */
@NullMarked
package io.tidemark.benchmarks.durable;

import org.jspecify.annotations.NullMarked;
