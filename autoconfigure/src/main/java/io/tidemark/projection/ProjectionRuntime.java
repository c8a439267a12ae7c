package io.tidemark.projection;

import java.util.concurrent.Executor;

/**
 * What projections run with.
 *
 * @param refresher runs refreshes in the background; owned by the caller
 * @param clock the clocks
 * @param observer watches the loads
 */
public record ProjectionRuntime(Executor refresher, ProjectionClock clock, LoadObserver observer) {
}
