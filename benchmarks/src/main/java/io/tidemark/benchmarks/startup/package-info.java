/** What the starter adds to the start-up of an application. */
@NullMarked
package io.tidemark.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
