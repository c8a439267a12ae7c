package io.tidemark.benchmarks;

import java.util.Random;

/**
 * A flight that left, the event of all benchmarks.
 *
 * @param destination where to
 * @param delayMinutes how late, negative if early
 * @param distanceMiles how far
 */
public record Departure(String destination, int delayMinutes, int distanceMiles) {

    /** The name of its type in a log. */
    public static final String TYPE = "departure";

    static Departure random(Random random) {
        String destination = "%c%c%c".formatted('A' + random.nextInt(26), 'A' + random.nextInt(26),
                'A' + random.nextInt(26));
        return new Departure(destination, random.nextInt(200) - 20, 50 + random.nextInt(2500));
    }

}
