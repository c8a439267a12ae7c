package io.tidemark.fold;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FollowerSettingsTests {

    private final FollowerSettings settings = FollowerSettings.defaults();

    @Test
    void defaultsAreThoseThatAreDocumented() {
        assertThat(this.settings).isEqualTo(new FollowerSettings(ResyncPolicy.MIRROR, 1_000, Duration.ofMillis(10),
                Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMillis(50),
                Duration.ofSeconds(10), Duration.ofSeconds(5)));
    }

    @Test
    void everyRangeIsChecked() {
        refused(() -> this.settings.withBatches(0, Duration.ZERO), "batchSize must be from 1 to 100000, was 0");
        refused(() -> this.settings.withBatches(1, Duration.ofMillis(-1)),
                "batchWindow must be from 0 to a minute, was PT-0.001S");
        refused(() -> this.settings.withSupervision(Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO),
                "probeInterval must be from a millisecond to a year, was PT0S");
        refused(() -> this.settings.withSupervision(Duration.ofSeconds(1), Duration.ofDays(366), Duration.ZERO),
                "stallTimeout must be from a millisecond to a year, was PT8784H");
        refused(() -> this.settings.withSupervision(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofNanos(1)),
                "reconcileInterval must be zero or from a millisecond to a year, was PT0.000000001S");
        refused(() -> this.settings.withBackoff(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                "maximumBackoff must not be less than initialBackoff, was PT1S");
        refused(() -> this.settings.withCloseTimeout(Duration.ofSeconds(-1)),
                "closeTimeout must be from 0 to a year, was PT-1S");
    }

    private static void refused(Runnable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
    }

}
