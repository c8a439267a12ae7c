package io.tidemark.fold.nats;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NatsKvSettingsTests {

    private final NatsKvSettings settings = NatsKvSettings.of("routes");

    @Test
    void prefixesAreSortedWithoutThoseThatAnotherCovers() {
        assertThat(this.settings.withPrefixes(List.of("b.", "a.b.", "a.", "b.", "a-b.", "a.c.d.")).prefixes())
            .containsExactly("a-b.", "a.", "b.");
    }

    @Test
    void emptyPrefixIsAllKeys() {
        assertThat(this.settings.withPrefixes(List.of("a.", "")).prefixes()).isEmpty();
        assertThat(new KvScope("routes", List.of()).filters(false)).containsExactly(List.of("$KV.routes.>"));
    }

    @Test
    void prefixesAreOneConsumerEachOrOneForAll() {
        KvScope scope = new KvScope("routes", List.of("a.", "b."));

        assertThat(scope.filters(false)).containsExactly(List.of("$KV.routes.a.>"), List.of("$KV.routes.b.>"));
        assertThat(scope.filters(true)).containsExactly(List.of("$KV.routes.a.>", "$KV.routes.b.>"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "route | prefix must end with '.', was 'route': NATS follows whole tokens only, use 'route.' or filter the "
                    + "keys that you read",
            "a..b. | prefix must not have an empty token, was 'a..b.'",
            ".a. | prefix must not have an empty token, was '.a.'",
            "a.*. | prefix must be printable ASCII without '*' and '>', was 'a.*.'",
            "ü. | prefix must be printable ASCII without '*' and '>', was 'ü.'" })
    void prefixesThatWouldSilentlyMatchNothingAreRefused(String prefix, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withPrefixes(List.of(prefix)))
            .withMessage(message);
    }

    @Test
    void everyRangeIsChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> NatsKvSettings.of("a.b"))
            .withMessage("bucket must be letters, digits, '_' and '-', was a.b");
        assertThatIllegalArgumentException().isThrownBy(() -> this.settings.withPullSize(0))
            .withMessage("pullSize must be from 1 to 10000, was 0");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.settings.withTimes(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(1)))
            .withMessage("heartbeat must be from 100 ms to a day, was PT0S");
    }

}
