/** The stores that a fold's store is compared with, behind one interface. */
@NullMarked
package io.tidemark.benchmarks.kv;

import org.jspecify.annotations.NullMarked;
