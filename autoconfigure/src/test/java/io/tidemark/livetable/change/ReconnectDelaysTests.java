package io.tidemark.livetable.change;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReconnectDelaysTests {

    private static final Duration FIRST = Duration.ofMillis(200);

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Test
    void delaysDoubleUpToTheLimitLessAtMostHalf() {
        long seed = 20_261_121;
        ReconnectDelays delays = new ReconnectDelays(FIRST, LONGEST, new Random(seed));

        long expectedMillis = 200;
        for (int attempt = 0; attempt < 100; attempt++) {
            assertThat(delays.next()).as("attempt %s, seed %s", attempt, seed)
                .isBetween(Duration.ofMillis(expectedMillis / 2), Duration.ofMillis(expectedMillis));
            expectedMillis = Math.min(30_000, expectedMillis * 2);
        }
    }

    @Test
    void delaysOfTwoDiffer() {
        ReconnectDelays one = new ReconnectDelays(FIRST, LONGEST, new Random(1));
        ReconnectDelays other = new ReconnectDelays(FIRST, LONGEST, new Random(2));

        assertThat(one.next()).isNotEqualTo(other.next());
    }

    @Test
    void resetBeginsAnew() {
        ReconnectDelays delays = new ReconnectDelays(FIRST, LONGEST, new Random(3));
        for (int attempt = 0; attempt < 10; attempt++) {
            delays.next();
        }

        delays.reset();

        assertThat(delays.next()).isLessThanOrEqualTo(FIRST);
    }

}
