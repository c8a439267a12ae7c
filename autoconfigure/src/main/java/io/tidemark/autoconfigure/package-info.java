/** What all capabilities share at start-up: switch, directory, and the check of the keys below {@code tidemark}. */
@NullMarked
package io.tidemark.autoconfigure;

import org.jspecify.annotations.NullMarked;
