/** Directories that one process at a time owns, and the stores in them that the contexts of a process share. */
@NullMarked
package io.tidemark.directory;

import org.jspecify.annotations.NullMarked;
