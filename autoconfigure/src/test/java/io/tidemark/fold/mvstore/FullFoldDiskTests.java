package io.tidemark.fold.mvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.tidemark.fold.FoldCondition;
import io.tidemark.fold.FoldFixture;
import io.tidemark.fold.FoldStore;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.KvUpdate;
import io.tidemark.testing.SmallDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

/** What becomes of a fold on a disk of four megabytes, where the system lets the tests make one. */
@Tag("P7")
class FullFoldDiskTests {

    private static final int BATCH = 20;

    @TempDir
    Path disk;

    private SmallDisk mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = SmallDisk.mount(disk, 4);
    }

    @AfterEach
    void unmount() {
        if (mounted != null) {
            mounted.close();
        }
    }

    @ParameterizedTest
    @EnumSource(SyncPolicy.class)
    void fullDiskLeavesTheFoldAtItsLastBatchAndItGoesOnWhenThereIsSpace(SyncPolicy sync) throws IOException {
        Path other = Files.write(disk.resolve("other"), new byte[2_000_000]);
        long applied;
        try (FoldStore store = open(sync)) {
            applied = applyUntilFull(store);
            for (int attempt = 0; attempt < 3; attempt++) {
                long next = applied + 1;
                assertThatExceptionOfType(FoldStoreException.class)
                    .isThrownBy(() -> store.apply(updates(next), FoldFixture.cursor(next + BATCH - 1)));
                assertThat(CrashHistory.requireFolded(store, "full")).isEqualTo(applied);
            }

            Files.delete(other);
            store.apply(updates(applied + 1), FoldFixture.cursor(applied + BATCH));
            applied += BATCH;

            assertThat(CrashHistory.requireFolded(store, "full")).isEqualTo(applied);
            assertThat(store.usage().condition()).isEqualTo(FoldCondition.SOUND);
        }
        try (FoldStore store = open(sync)) {
            assertThat(CrashHistory.requireFolded(store, "full")).isEqualTo(applied);
        }
    }

    @Test
    void storeThatIsClosedOnAFullDiskHasItsLastBatchWhenItIsOpenedAgain() throws IOException {
        Path other = Files.write(disk.resolve("other"), new byte[2_000_000]);
        FoldStore store = open(SyncPolicy.ON_DEMAND);
        long applied = applyUntilFull(store);
        try {
            store.close();
        }
        catch (FoldStoreException ex) {
            assertThat(ex).hasMessageEndingWith("could not be closed");
        }

        Files.delete(other);

        try (FoldStore opened = open(SyncPolicy.ON_DEMAND)) {
            assertThat(CrashHistory.requireFolded(opened, "full")).isEqualTo(applied);
            opened.apply(updates(applied + 1), FoldFixture.cursor(applied + BATCH));
        }
    }

    @Test
    void compactionThatFindsNoSpaceLeavesTheFoldAsItWas() throws IOException {
        try (FoldStore store = open(SyncPolicy.ON_DEMAND)) {
            List<KvUpdate> updates = new ArrayList<>();
            for (int index = 0; index < 100; index++) {
                updates.add(FoldFixture.put("key" + index, "x".repeat(15_000) + index, index + 1));
            }
            store.apply(updates, FoldFixture.cursor(100));
            Path other = Files.write(disk.resolve("other"), new byte[1_200_000]);

            assertThatExceptionOfType(FoldStoreException.class).isThrownBy(store::compact);

            assertThat(FoldFixture.content(store)).hasSize(100);
            Files.delete(other);
            store.compact();
            assertThat(store.verify().entries()).isEqualTo(100);
            assertThat(store.verify().isSound()).isTrue();
        }
    }

    private long applyUntilFull(FoldStore store) {
        for (long next = 1; next < 10_000; next += BATCH) {
            try {
                store.apply(updates(next), FoldFixture.cursor(next + BATCH - 1));
            }
            catch (FoldStoreException ex) {
                assertThat(ex).hasMessageEndingWith("could not apply a batch");
                return next - 1;
            }
        }
        return fail("The disk is not full");
    }

    private static List<KvUpdate> updates(long first) {
        return CrashHistory.updates(first, first + BATCH - 1);
    }

    private FoldStore open(SyncPolicy sync) {
        return MvStoreFoldStore.open(FoldDirectories.settings(disk.resolve("fold")).withSync(sync),
                FoldLimits.DEFAULT);
    }

}
