package io.tidemark.livetable.change;

import java.util.Random;

import io.tidemark.livetable.change.PostgresNotification.Operation;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class PostgresNotificationTests {

    @Test
    void namesAndIdAreRead() {
        assertThat(PostgresNotification.parse("UPDATE public.airport DFW"))
            .isEqualTo(new PostgresNotification(Operation.UPDATE, "public", "airport", "DFW"));
        assertThat(PostgresNotification.parse("CHANGED airport"))
            .isEqualTo(new PostgresNotification(Operation.CHANGED, null, "airport", null));
    }

    @Test
    void quotedNamesMayHoldAnything() {
        assertThat(PostgresNotification.parse("DELETE \"my schema\".\"a.\"\"b\"\" c\" an id\nwith  all"))
            .isEqualTo(new PostgresNotification(Operation.DELETE, "my schema", "a.\"b\" c", "an id\nwith  all"));
    }

    @Test
    void unknownOperationStillNamesItsTable() {
        assertThat(PostgresNotification.parse("MERGED public.airport"))
            .isEqualTo(new PostgresNotification(Operation.UNKNOWN, "public", "airport", null));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "UPDATE", "UPDATE ", " airport", "UPDATE .airport", "UPDATE public.",
            "UPDATE \"airport", "UPDATE \"\"", "UPDATE a.b.c", "UPDATE a\"b\"", "UPDATE \"a\"b", "{\"table\":\"airport\"}" })
    void whatNamesNoTableIsNothing(String payload) {
        assertThat(PostgresNotification.parse(payload)).isNull();
    }

    @Test
    @Tag("P5")
    void anyTextIsReadOrNothing() {
        long seed = 42;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder payload = new StringBuilder(random.nextBoolean() ? "UPDATE " : "");
            random.ints(random.nextInt(40), 0, 8).forEach((each) -> payload.append("a \".\n\u00e9\ud83d\u0000".charAt(each)));

            assertThatCode(() -> PostgresNotification.parse(payload.toString())).as("seed %s, '%s'", seed, payload)
                .doesNotThrowAnyException();
        }
    }

    @Test
    void longNamesDoNotExhaustTheStack() {
        assertThat(PostgresNotification.parse("UPDATE \"" + "\"\"".repeat(100_000) + "\"")).isNotNull();
    }

}
