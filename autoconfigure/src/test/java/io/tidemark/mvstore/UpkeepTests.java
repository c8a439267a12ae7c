package io.tidemark.mvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchRuntimeException;

class UpkeepTests {

    private static final Settings SETTINGS = new Settings(1 << 20, 1 << 20, PageCompression.NONE, DiskLimit.DEFAULT);

    private static final byte[] KEY = { 1 };

    @TempDir
    Path directory;

    private Upkeep upkeep;

    @BeforeEach
    void openFile() {
        upkeep = Upkeep.open(directory, SETTINGS);
        put(KEY);
        upkeep.run(RowFile::commit);
    }

    @AfterEach
    void closeFile() {
        upkeep.close();
    }

    @Test
    @Tag("P4")
    void storeThatGaveUpIsOpenedAgainWithWhatWasCommitted() {
        RowFile broken = upkeep.current();
        broken.abandon();
        RuntimeException fault = catchRuntimeException(() -> put(new byte[] { 2 }));

        upkeep.mend(broken, fault);
        put(new byte[] { 2 });

        assertThat(upkeep.current()).isNotSameAs(broken);
        assertThat(upkeep.current().path()).isEqualTo(broken.path());
        assertThat(upkeep.current().get(KEY)).isNotNull();
        assertThat(upkeep.current().entries()).isEqualTo(2);
        assertThat(upkeep.damagedFiles()).isZero();
    }

    @Test
    @Tag("P4")
    void faultThatTheStoreSurvivesChangesNothing() {
        RowFile file = upkeep.current();

        upkeep.mend(file, new UncheckedIOException(new IOException("busy")));

        assertThat(upkeep.current()).isSameAs(file);
    }

    @Test
    @Tag("P4")
    void faultOfAnEarlierFileChangesNothing() {
        RowFile earlier = upkeep.current();
        upkeep.mend(earlier, new IllegalStateException("damaged"));
        RowFile later = upkeep.current();

        upkeep.mend(earlier, new IllegalStateException("damaged"));

        assertThat(later).isNotSameAs(earlier);
        assertThat(upkeep.current()).isSameAs(later);
        assertThat(upkeep.damagedFiles()).isOne();
        assertThat(upkeep.diskBytes()).isGreaterThan(later.diskBytes());
    }

    @Test
    @Tag("P6")
    void fileThatWasBeingBuiltIsDroppedForTheOneThatHolds() throws IOException {
        StoreFile.create(directory.resolve("rows-0000000000000002.mv"), SETTINGS.file()).abandon();
        upkeep.close();

        upkeep = Upkeep.open(directory, SETTINGS);

        assertThat(upkeep.current().get(KEY)).isNotNull();
        assertThat(directory.resolve("rows-0000000000000002.mv")).doesNotExist();
    }

    @Test
    @Tag("P6")
    void fileThatHoldsIsTakenBeforeOlderOnes() throws IOException {
        StoreFile newer = StoreFile.create(directory.resolve("rows-0000000000000002.mv"), SETTINGS.file());
        newer.sync();
        newer.abandon();
        upkeep.close();

        upkeep = Upkeep.open(directory, SETTINGS);

        assertThat(upkeep.current().get(KEY)).isNull();
        assertThat(directory.resolve("rows-0000000000000001.mv")).doesNotExist();
    }

    private void put(byte[] key) {
        Row row = new Row(new byte[10], 1);
        upkeep.change((changes) -> {
            changes.put(key, StoredRow.of(key, row));
            return null;
        });
    }

}
