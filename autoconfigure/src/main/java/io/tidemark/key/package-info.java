/** Keys: typed paths, encoded so that their bytes sort like their segments and never run into a neighbour's. */
@NullMarked
package io.tidemark.key;

import org.jspecify.annotations.NullMarked;
