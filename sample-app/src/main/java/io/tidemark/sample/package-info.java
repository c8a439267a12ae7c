/** An application that projects real flights to the traffic of airports. */
@NullMarked
package io.tidemark.sample;

import org.jspecify.annotations.NullMarked;
