package io.tidemark.projection.cache;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.tidemark.key.KeyPath;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoadedRowsTests {

    private static final KeyPath BASE = KeyPath.of("traffic");

    private final LoadedRows rows = new LoadedRows();

    private final Map<KeyPath, byte[]> model = new HashMap<>();

    @Test
    void rowsAreThoseThatWerePutAndNotRemoved() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int step = 0; step < 200_000; step++) {
            KeyPath key = BASE.child(random.nextInt(10)).child(random.nextInt(1_000));
            if (random.nextInt(4) == 0) {
                assertThat(rows.remove(key)).as("seed %d", seed).isEqualTo(model.remove(key) != null);
            }
            else {
                put(key, ByteBuffer.allocate(4 + random.nextInt(40)).putInt(step).array());
            }
        }

        assertModel(seed);
        List<KeyPath> below = rows.keys(BASE.child(3).asPrefix().toBytes());
        assertThat(below).as("seed %d", seed).doesNotHaveDuplicates().allMatch(key -> key.startsWith(BASE.child(3)))
            .hasSize((int) model.keySet().stream().filter(key -> key.startsWith(BASE.child(3))).count());
    }

    @Test
    void largeRowsThatWereReplacedTakeNoMoreThanTheirShareOfTheMemory() {
        Random random = new Random(1);
        for (int step = 0; step < 500; step++) {
            byte[] value = new byte[step % 2 == 0 ? 300_000 : 100_000];
            random.nextBytes(value);
            put(BASE.child(step % 20), value);

            assertThat(rows).extracting("writtenBytes").matches(bytes -> (long) bytes < 32_000_000, "is bounded");
        }

        assertModel(1);
    }

    @Test
    void firstKeysAreThoseOfTheRowsThatWereAddedFirst() {
        for (int id = 0; id < 10_000; id++) {
            put(BASE.child(id), new byte[100]);
        }

        int taken = 0;
        for (List<KeyPath> keys = rows.firstKeys(100); !keys.isEmpty(); keys = rows.firstKeys(100)) {
            assertThat(keys.size()).isBetween(100, 5_000);
            for (KeyPath key : keys) {
                assertThat(key).isEqualTo(BASE.child(taken++));
                assertThat(rows.get(key)).isNotNull();
                assertThat(rows.remove(key)).isTrue();
                assertThat(rows.get(key)).isNull();
            }
            assertThat(rows.count()).isEqualTo(10_000 - taken);
        }
        assertThat(taken).isEqualTo(10_000);
        assertThat(rows.bytes()).isZero();
    }

    @Test
    void keysWithTheSameHashAreToldApart() {
        KeyPath first = KeyPath.of("Aa");
        KeyPath second = KeyPath.of("BB");
        assertThat(first.hashCode()).isEqualTo(second.hashCode());

        put(first, new byte[] { 1 });
        assertThat(rows.get(second)).isNull();
        put(second, new byte[] { 2 });
        assertModel(0);
        assertThat(rows.remove(first)).isTrue();
        assertThat(rows.get(second)).containsExactly(2);
    }

    @Test
    void keyThatIsNoPathIsDroppedWhenThatIsSeen() {
        put(KeyPath.of("a"), new byte[] { 1 });
        rows.put(new byte[] { 99 }, new byte[] { 2 });
        put(KeyPath.of("b"), new byte[] { 3 });
        assertThat(rows.count()).isEqualTo(3);

        assertThat(rows.keys(new byte[0])).containsExactly(KeyPath.of("a"), KeyPath.of("b"));
        assertModel(0);
        assertThat(rows.unreadable()).isEqualTo(1);
        assertThat(rows.firstKeys(10)).hasSize(2);
        assertThat(rows.unreadable()).isEqualTo(1);
    }

    private void put(KeyPath key, byte[] value) {
        rows.put(key.toBytes(), value);
        model.put(key, value);
    }

    private void assertModel(long seed) {
        assertThat(rows.count()).as("seed %d", seed).isEqualTo(model.size());
        assertThat(rows.bytes()).as("seed %d", seed)
            .isEqualTo(model.entrySet().stream().mapToLong(row -> row.getKey().length() + row.getValue().length).sum());
        model.forEach((key, value) -> assertThat(rows.get(key)).as("seed %d", seed).isEqualTo(value));
    }

}
