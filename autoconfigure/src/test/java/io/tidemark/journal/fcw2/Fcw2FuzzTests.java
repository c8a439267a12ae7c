package io.tidemark.journal.fcw2;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.journal.Allocations;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files of any bytes, those that are kept beside the tests and, with {@code JAZZER_FUZZ=1}, those that a fuzzer finds.
 * They are read or said to be damaged, and nothing else, and need no more memory than they can be unpacked to.
 */
@Tag("P5")
class Fcw2FuzzTests {

    @TempDir
    Path temporary;

    @FuzzTest
    void segment(byte[] file) throws IOException {
        long allocated = Allocations.by(() -> {
            try (Fcw2Segment segment = new Fcw2Segment(new ByteArrayInputStream(file), file.length)) {
                while (segment.next() != null) {
                    assertThat(segment.tornBytes()).isZero();
                }
                assertThat(segment.tornBytes()).isBetween(0L, (long) file.length);
            }
            catch (Fcw2DamagedException ex) {
                assertThat(ex).hasMessageNotContaining("null");
            }
        });

        assertThat(allocated).isLessThan(Allocations.allowed(file.length));
    }

    @FuzzTest
    void snapshot(byte[] content) throws IOException {
        for (String name : new String[] { "snapshot-7.bin", "snapshot-7.bin.lz4" }) {
            Path file = Files.write(temporary.resolve(name), content);

            long allocated = Allocations.by(() -> {
                try {
                    Fcw2Snapshot.read(file, (key, value, expiresAtMillis) -> assertThat(key).isNotNull());
                }
                catch (Fcw2DamagedException ex) {
                    assertThat(ex).hasMessageNotContaining("null");
                }
            });

            assertThat(allocated).isLessThan(Allocations.allowed(content.length));
        }
    }

}
