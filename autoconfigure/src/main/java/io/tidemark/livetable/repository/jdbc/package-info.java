/** Live tables of Spring Data JDBC. */
@NullMarked
package io.tidemark.livetable.repository.jdbc;

import org.jspecify.annotations.NullMarked;
