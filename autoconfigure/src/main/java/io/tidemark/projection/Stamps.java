package io.tidemark.projection;

import io.tidemark.generation.Generations;
import io.tidemark.generation.Generations.Stamp;
import io.tidemark.key.KeyPath;

/**
 * The marks of a read, taken before it looks at the log.
 *
 * @param invalidation ends when what the read leads to was invalidated
 * @param append ends when an event was appended in this process, so that the read may be behind
 */
record Stamps(Stamp invalidation, Stamp append) {

    /**
     * The counters that stamps are taken from.
     *
     * @param invalidations by projection and stream
     * @param appends by stream
     */
    record Counters(Generations invalidations, Generations appends) {

        Stamps take(KeyPath projectionPath, String streamId) {
            return new Stamps(this.invalidations.stamp(projectionPath.child(streamId)),
                    this.appends.stamp(KeyPath.of(streamId)));
        }

        boolean isValid(Stamps stamps) {
            return this.invalidations.holds(stamps.invalidation);
        }

        /** Whether nobody in this process had appended to the stream when the stamps were taken. */
        boolean isWithoutAppends(Stamps stamps) {
            return this.appends.isInitial(stamps.append);
        }

        boolean isLatest(Stamps stamps) {
            return this.appends.holds(stamps.append);
        }

    }

}
