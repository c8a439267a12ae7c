/** Files of H2 MVStore that notice any damage and that threads may be interrupted over. */
@NullMarked
package io.tidemark.mvstore;

import org.jspecify.annotations.NullMarked;
