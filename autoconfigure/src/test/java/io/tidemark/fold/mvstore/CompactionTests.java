package io.tidemark.fold.mvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.KvEntry;
import io.tidemark.fold.KvUpdate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.tidemark.fold.FoldFixture.cursor;
import static io.tidemark.fold.FoldFixture.delete;
import static io.tidemark.fold.FoldFixture.put;
import static io.tidemark.fold.FoldFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Copies of a file to a smaller one while it is used. */
@Tag("P9")
class CompactionTests {

    private static final int KEYS = 4_000;

    @TempDir
    Path temporary;

    private Path directory;

    private MvStoreFoldStore store;

    @BeforeEach
    void openStore() {
        directory = temporary.resolve("fold");
        store = FoldDirectories.open(directory);
        for (int start = 0; start < KEYS; start += 1_000) {
            store.apply(batch(start, 1_000, 0), cursor(1));
        }
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void filesOfABusyStoreStayWithinTheirLimit() throws IOException {
        Random random = new Random(1);
        long largest = 0;
        for (int round = 1; round <= 300; round++) {
            List<KvUpdate> batch = new ArrayList<>();
            for (int update = 0; update < 50; update++) {
                batch.add(put(key(random.nextInt(KEYS)), "value " + round, round));
            }
            store.apply(batch, cursor(round));
            largest = Math.max(largest, bytesOfFiles());
        }

        long entryBytes = store.usage().bytes();
        assertThat(largest).isGreaterThan(1 << 20).isLessThan((1 << 20) + 6 * entryBytes + (1 << 20));
        assertThat(FoldDirectories.files(directory)).as("a later file holds")
            .noneMatch((file) -> file.endsWith("fold-0000000000000001.mv"));
        assertThat(store.verify().isSound()).isTrue();
        assertThat(store.usage().entries()).isEqualTo(KEYS);
    }

    @Test
    void batchesThatAreAppliedDuringACopyAreInIt() throws Exception {
        SharedFold fold = SharedFold.open(FoldDirectories.settings(temporary.resolve("other")), FoldDirectories.SMALL);
        try {
            for (int start = 0; start < 40_000; start += 10_000) {
                fold.apply(batch(start, 10_000, 0), cursor(1));
            }
            FoldFile before = fold.keeper().committed().file();
            Thread compacting = new Thread(() -> fold.keeper().compact());
            compacting.start();
            int round = 1;
            while (fold.keeper().committed().file() == before) {
                int key = 97 * round % 40_000;
                fold.apply(List.of(put(key(key), "value " + round, round), delete(key(key + 1), round),
                        put(key(key) + "+", "value " + round, round)), cursor(round));
                round++;
            }
            compacting.join();

            assertThat(round).isGreaterThan(2);
            assertThat(fold.keeper().verify().isSound()).isTrue();
            assertThat(fold.keeper().committed().state().cursor()).isEqualTo(cursor(round - 1));
            for (int each = Math.max(1, round - 300); each < round; each++) {
                int key = 97 * each % 40_000;
                assertThat(text(Objects.requireNonNull(fold.get(key(key) + "+")))).isEqualTo("value " + each);
            }
        }
        finally {
            fold.close();
        }
    }

    @Test
    void readerKeepsItsFileThroughACompactionAndTheNextWaitsForIt() {
        List<String> seen = new ArrayList<>();

        store.forEachInRange("", (entry) -> {
            if (seen.isEmpty()) {
                store.compact();
                store.apply(batch(0, KEYS, 1), cursor(2));
                assertThatExceptionOfType(FoldStoreException.class).isThrownBy(store::compact)
                    .withMessageContaining("a reader still had the one before");
            }
            seen.add(text(entry));
        });

        assertThat(seen).hasSize(KEYS).containsOnly("value 0");
        assertThat(FoldDirectories.onlyFile(directory)).exists();
        store.compact();
        assertThat(text(store.get(key(1)))).isEqualTo("value 1");
    }

    @Test
    void pagesOfARangeAreNotOverwrittenWhileItRuns() {
        SharedFold fold = SharedFold.open(FoldDirectories.settings(temporary.resolve("other")), FoldLimits.DEFAULT);
        try {
            for (int start = 0; start < 20_000; start += 100) {
                fold.apply(batch(start, 100, 0), cursor(1));
            }
            // So that space is used again at once, not after the default of 45 s.
            fold.keeper().committed().file().file().store().setRetentionTime(0);
            List<KvEntry> seen = new ArrayList<>();

            fold.forEachInRange("", (entry) -> {
                if (seen.isEmpty()) {
                    for (int round = 1; round <= 5; round++) {
                        for (int start = 0; start < 20_000; start += 1_000) {
                            fold.apply(batch(start, 1_000, round), cursor(round));
                        }
                    }
                }
                seen.add(entry);
            });

            assertThat(seen).hasSize(20_000).allSatisfy((entry) -> assertThat(text(entry)).isEqualTo("value 0"));
            assertThat(text(Objects.requireNonNull(fold.get(key(7))))).isEqualTo("value 5");
        }
        finally {
            fold.close();
        }
    }

    @Test
    @Tag("P7")
    void largeBatchIsOneCommit() {
        SharedFold fold = SharedFold.open(FoldDirectories.settings(temporary.resolve("other")), FoldLimits.DEFAULT);
        try {
            fold.apply(batch(0, 1_000, 0), cursor(1));
            long version = fold.keeper().committed().file().file().store().getCurrentVersion();

            fold.apply(batch(0, 50_000, 1), cursor(2));

            assertThat(fold.keeper().committed().file().file().store().getCurrentVersion()).isEqualTo(version + 1);
        }
        finally {
            fold.close();
        }
    }

    @Test
    void closingCompactsWhatIsMostlyUnused() throws IOException {
        for (int round = 1; round <= 3; round++) {
            store.apply(batch(0, KEYS, round), cursor(round));
        }
        long before = bytesOfFiles();

        store.close();

        assertThat(bytesOfFiles()).isLessThan(before / 2);
        store = FoldDirectories.open(directory);
        assertThat(store.cursor()).isEqualTo(cursor(3));
        assertThat(store.verify().isSound()).isTrue();
        assertThat(text(store.get(key(1)))).isEqualTo("value 3");
    }

    private long bytesOfFiles() throws IOException {
        long bytes = 0;
        for (Path file : FoldDirectories.files(directory)) {
            try {
                bytes += Files.size(file);
            }
            catch (NoSuchFileException ex) {
                // The compaction has ended in between.
                continue;
            }
        }
        return bytes;
    }

    private static String key(int number) {
        return "key.%06d".formatted(number);
    }

    private static List<KvUpdate> batch(int from, int count, int round) {
        List<KvUpdate> batch = new ArrayList<>();
        for (int key = from; key < from + count; key++) {
            batch.add(put(key(key), "value " + round, round + 1));
        }
        return batch;
    }

}
