/** Folds of NATS JetStream key-value buckets. */
@NullMarked
package io.tidemark.fold.nats;

import org.jspecify.annotations.NullMarked;
