package io.tidemark.projection.jdbc;

import io.tidemark.projection.EventOrdering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class EventTableTests {

    @ParameterizedTest
    @ValueSource(strings = { "event", "_event2", "Ereignis_ä", "app.event", "db.app.event", "\"my event\"",
            "app.\"my.event\"", "\"a\"\"b\"", "\"; drop table x; --\"" })
    void namesOfTablesAreTakenAsTheyAre(String name) {
        assertThat(table(name, "type").name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "event ", "2event", "event; drop table x", "event--", "a.b.c.d", "a..b", ".a",
            "a.", "\"a", "a\"b\"", "\"a\"b\"", "\"\"", "e'vent", "event(1)", "a,b", "\"a\u0000\"", "a\n" })
    void otherNamesOfTablesAreRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> table(name, "type"))
            .withMessage("name must be the name of a table, perhaps with its schema, in letters, digits and "
                    + "underscores, was '%s': put any other name in double quotes", name);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a.b", "type desc", "type)", "1", "*" })
    void otherNamesOfColumnsAreRefused(String column) {
        assertThatIllegalArgumentException().isThrownBy(() -> table("event", column))
            .withMessage("type must be the name of a column, in letters, digits and underscores, was '%s': "
                    + "put any other name in double quotes", column);
    }

    @Test
    void numbersAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventTable("event", "s", "n", "t", "p", null,
                EventOrdering.STREAM_VERSION, -1, 1))
            .withMessage("firstVersion must not be negative, was -1");
        assertThatIllegalArgumentException().isThrownBy(() -> new EventTable("event", "s", "n", "t", "p", null,
                EventOrdering.STREAM_VERSION, 1, 0))
            .withMessage("fetchSize must be at least 1, was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new EventTable("event", "s", "n", "t", "p", "i d",
                EventOrdering.STREAM_VERSION))
            .withMessageStartingWith("id must be the name of a column");
        assertThatNullPointerException().isThrownBy(() -> new EventTable("event", "s", "n", "t", null, null,
                EventOrdering.STREAM_VERSION))
            .withMessage("payload");
    }

    private static EventTable table(String name, String type) {
        return new EventTable(name, "stream_id", "version", type, "payload", null, EventOrdering.STREAM_VERSION);
    }

}
