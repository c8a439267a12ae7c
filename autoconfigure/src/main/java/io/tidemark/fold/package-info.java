/** Folds: durable local copies of watched key-value buckets, whose cursor never outruns their data. */
@NullMarked
package io.tidemark.fold;

import org.jspecify.annotations.NullMarked;
