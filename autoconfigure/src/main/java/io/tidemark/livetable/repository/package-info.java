/**
 * The hook of live tables in Spring Data: reads of annotated repositories go through the cache, and every repository is
 * observed for writes.
 */
@NullMarked
package io.tidemark.livetable.repository;

import org.jspecify.annotations.NullMarked;
