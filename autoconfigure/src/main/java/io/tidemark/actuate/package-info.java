/** What operators see of the capabilities: the endpoint, health, meters and observations. */
@NullMarked
package io.tidemark.actuate;

import org.jspecify.annotations.NullMarked;
