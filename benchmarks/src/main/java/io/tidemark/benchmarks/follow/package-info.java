/** How fast a fold takes over a bucket of a real server, and how soon it goes on after a restart. */
@NullMarked
package io.tidemark.benchmarks.follow;

import org.jspecify.annotations.NullMarked;
