package io.tidemark.projection.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.tidemark.projection.CachedRow;
import io.tidemark.projection.Position;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoggedRowTests {

    @Test
    void rowSharesTheStringsOfItsNeighbourThatAreEqual() {
        CachedRow neighbour = row("json", "event-1");

        CachedRow same = LoggedRow.decode(Rows.logged(row(new String("json"), new String("event-1"))), neighbour);
        CachedRow other = LoggedRow.decode(Rows.logged(row("json", "event-2")), neighbour);

        Rows.assertSame(same, neighbour);
        assertThat(same.codec()).isSameAs(neighbour.codec());
        assertThat(same.position().identity()).isSameAs(neighbour.position().identity());
        assertThat(other.position().identity()).isEqualTo("event-2");
    }

    @Test
    void stringsOutsideAsciiAreWhatTheyWere() {
        for (String identity : new String[] { "", "é", "Ã©", "\u0080", "日本", "\uD83D\uDE00" }) {
            CachedRow row = row("kodek-ö", identity);
            for (CachedRow neighbour : new CachedRow[] { row, row("kodek-o", "e"), row("Ã", "Ã©") }) {
                Rows.assertSame(LoggedRow.decode(Rows.logged(row), neighbour), row);
            }
        }
    }

    @Test
    @Tag("P5")
    void bytesThatAreNoRowAreToldFromRows() {
        byte[] row = Rows.logged(row("json", "event-1"));
        assertThat(LoggedRow.isIn(row)).isTrue();

        assertThat(LoggedRow.isIn(new byte[0])).isFalse();
        assertThat(LoggedRow.isIn(Arrays.copyOf(row, 30))).isFalse();
        assertThat(LoggedRow.isIn(Arrays.copyOf(row, 41))).isFalse();
        assertThat(LoggedRow.isIn(ByteBuffer.wrap(row.clone()).put(0, (byte) 2).array())).isFalse();
        assertThat(LoggedRow.isIn(ByteBuffer.wrap(row.clone()).putShort(1, (short) -1).array())).isFalse();
        assertThat(LoggedRow.isIn(ByteBuffer.wrap(row.clone()).putInt(3, Integer.MAX_VALUE).array())).isFalse();
        assertThat(LoggedRow.isIn(ByteBuffer.wrap(row.clone()).putInt(3, -1).array())).isFalse();
        assertThat(LoggedRow.isIn(ByteBuffer.wrap(row.clone()).putLong(7, -1).array())).isFalse();
        assertThat(LoggedRow.isIn(ByteBuffer.wrap(row.clone()).putLong(15, -1).array())).isFalse();
    }

    private static CachedRow row(String codec, String identity) {
        return new CachedRow(new byte[] { 1, 2, 3 }, new Position(7, identity, 8), 9, codec);
    }

}
