package io.tidemark.mvstore;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplacementTests {

    private static final Settings SETTINGS = new Settings(1 << 20, 1 << 20, PageCompression.NONE, DiskLimit.DEFAULT);

    private static final int ROWS = 300;

    @TempDir
    Path directory;

    private RowFile source;

    private RowFile target;

    private Changes changes;

    private Replacement replacement;

    @BeforeEach
    void createFiles() throws IOException {
        source = RowFile.of(StoreFile.create(directory.resolve("source"), SETTINGS.file()));
        target = RowFile.of(StoreFile.create(directory.resolve("target"), SETTINGS.file()));
        changes = new Changes(source, 0);
        replacement = new Replacement(source, target);
        for (int id = 0; id < ROWS; id++) {
            put(id, "value");
        }
        changes.replaceWith(replacement);
    }

    @AfterEach
    void discardFiles() {
        source.discard();
        target.discard();
    }

    @Test
    @Tag("P6")
    void changesOfWhatWasCopiedAreFollowedAndOthersAreCopiedLater() {
        boolean more = replacement.copySome();
        put(0, "changed");
        changes.remove(key(1));
        put(ROWS - 1, "changed");
        changes.remove(key(ROWS - 2));
        boolean evenMore = replacement.copySome();

        assertThat(more).isTrue();
        assertThat(evenMore).isFalse();
        assertThat(target.entries()).isEqualTo(source.entries()).isEqualTo(ROWS - 2);
        assertThat(value(0)).isEqualTo("changed");
        assertThat(value(ROWS - 1)).isEqualTo("changed");
    }

    @Test
    @Tag("P6")
    void completeCopyFollowsEveryChange() {
        while (replacement.copySome()) {
            assertThat(target.entries()).isLessThan(ROWS);
        }

        put(ROWS, "later");
        changes.remove(key(2));

        assertThat(value(ROWS)).isEqualTo("later");
        assertThat(target.get(key(2))).isNull();
        assertThat(target.entries()).isEqualTo(ROWS);
    }

    @Test
    @Tag("P4")
    void failedCopyFailsTheReplacementAndNotTheWriter() {
        replacement.copySome();
        target.abandon();

        put(0, "changed");

        assertThat(source.get(key(0))).isNotNull();
        assertThatThrownBy(replacement::copySome).isInstanceOf(RuntimeException.class);
    }

    private void put(int id, String value) {
        Row row = new Row(value.getBytes(), 1);
        changes.put(key(id), StoredRow.of(key(id), row));
    }

    private String value(int id) {
        return new String(target.get(key(id)).verified(key(id)).value());
    }

    private static byte[] key(int id) {
        return new byte[] { (byte) (id >> 8), (byte) id };
    }

}
