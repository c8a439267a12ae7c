/** Event streams in a table of a relational database: reading any, and appending to one of our own. */
@NullMarked
package io.tidemark.projection.jdbc;

import org.jspecify.annotations.NullMarked;
