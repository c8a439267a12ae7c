/** Auto-configuration of live tables. */
@NullMarked
package io.tidemark.livetable.autoconfigure;

import org.jspecify.annotations.NullMarked;
