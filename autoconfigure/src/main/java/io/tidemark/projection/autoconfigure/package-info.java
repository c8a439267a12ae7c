/** Auto-configuration of projections. */
@NullMarked
package io.tidemark.projection.autoconfigure;

import org.jspecify.annotations.NullMarked;
