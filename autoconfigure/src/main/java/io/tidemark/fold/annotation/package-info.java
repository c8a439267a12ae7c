/** Annotations for applications that use folds. */
@NullMarked
package io.tidemark.fold.annotation;

import org.jspecify.annotations.NullMarked;
