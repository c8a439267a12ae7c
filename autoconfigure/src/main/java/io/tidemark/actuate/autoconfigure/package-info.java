/** Auto-configuration of what operators see. */
@NullMarked
package io.tidemark.actuate.autoconfigure;

import org.jspecify.annotations.NullMarked;
