package io.tidemark.fold.mvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

import io.tidemark.fold.DamagedFoldException;
import io.tidemark.fold.FoldCondition;
import io.tidemark.fold.FoldStore;
import io.tidemark.fold.FoldVerification;
import io.tidemark.fold.FoldWriterException;
import io.tidemark.fold.KvUpdate;
import io.tidemark.mvstore.BytesType;
import io.tidemark.mvstore.StoreFile;
import io.tidemark.mvstore.StoreSettings;
import io.tidemark.mvstore.StoreSettings.Commits;

import org.h2.mvstore.MVMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.tidemark.fold.FoldFixture.FOLDED;
import static io.tidemark.fold.FoldFixture.content;
import static io.tidemark.fold.FoldFixture.cursor;
import static io.tidemark.fold.FoldFixture.fold;
import static io.tidemark.fold.FoldFixture.put;
import static io.tidemark.fold.FoldFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What damage, failures and kills do to a store as a whole. */
class MvStoreFoldStoreFaultTests {

    private static final StoreSettings FILE = new StoreSettings(1 << 20, 4096, false, Commits.EXPLICIT);

    @TempDir
    Path temporary;

    @Test
    @Tag("P6")
    void killedStoreHasEverythingAndIsVerified() throws IOException {
        Path directory = temporary.resolve("fold");
        Path copy;
        try (FoldStore store = FoldDirectories.open(directory)) {
            fold(store, 1, 7);
            copy = FoldDirectories.copyOf(directory, temporary.resolve("copy"));
        }

        try (FoldStore store = FoldDirectories.open(copy)) {
            assertThat(store.cursor()).isEqualTo(cursor(7));
            assertThat(content(store)).isEqualTo(FOLDED);
            awaitCondition(store, FoldCondition.SOUND);
        }
    }

    @Test
    @Tag("P5")
    void entryThatIsMissingAfterAKillIsFoundInTheBackground() throws IOException {
        Path directory = closedFold();
        withEntries(directory, (entries) -> entries.remove("node.a".getBytes()));

        try (FoldStore store = FoldDirectories.open(directory)) {
            awaitCondition(store, FoldCondition.DAMAGED);
            FoldVerification verification = store.verify();

            assertThat(verification.entries()).isEqualTo(3);
            assertThat(verification.expectedEntries()).isEqualTo(4);
            assertThat(verification.isSound()).isFalse();
            assertThatExceptionOfType(DamagedFoldException.class).isThrownBy(() -> store.get("node.c"))
                .withMessage("Fold store '%s' must be as it was written, was damaged: reset it",
                        directory.toRealPath());
            assertThatExceptionOfType(DamagedFoldException.class).isThrownBy(() -> fold(store, 1, 3));
        }
    }

    @Test
    @Tag("P5")
    void damagedEntryIsReportedWhenItIsReadAndTheStoreCanBeginAnew() throws IOException {
        Path directory = closedFold();
        withEntries(directory, (entries) -> entries.put("node.a".getBytes(), entries.get("node.c".getBytes())));

        try (FoldStore store = FoldDirectories.open(directory)) {
            assertThatExceptionOfType(DamagedFoldException.class).isThrownBy(() -> store.get("node.a"));
            assertThatExceptionOfType(DamagedFoldException.class).isThrownBy(() -> store.range("svc"));
            assertThat(store.usage().condition()).isEqualTo(FoldCondition.DAMAGED);
            assertThat(store.usage().damaged()).isPositive();
            store.reset();

            assertThat(store.cursor()).isNull();
            assertThat(store.usage().condition()).isEqualTo(FoldCondition.SOUND);
            assertThat(directory.resolve("fold.damaged")).exists();
            fold(store, 1, 7);
            assertThat(content(store)).isEqualTo(FOLDED);
        }
        try (FoldStore store = FoldDirectories.open(directory)) {
            assertThat(content(store)).isEqualTo(FOLDED);
        }
    }

    @Test
    @Tag("P5")
    void damageWhileOpenIsReported() throws IOException {
        Path directory = temporary.resolve("fold");
        try (FoldStore store = FoldDirectories.open(directory)) {
            store.apply(manyEntries(5_000), cursor(1));
        }
        try (FoldStore store = FoldDirectories.open(directory)) {
            Path file = FoldDirectories.onlyFile(directory);
            byte[] bytes = Files.readAllBytes(file);
            Arrays.fill(bytes, 64, bytes.length, (byte) 7);
            Files.write(file, bytes);

            int damaged = 0;
            for (int key = 0; key < 5_000; key++) {
                try {
                    assertThat(text(Objects.requireNonNull(store.get("key" + key)))).isEqualTo("value" + key);
                }
                catch (DamagedFoldException ex) {
                    damaged++;
                }
            }

            assertThat(damaged).isPositive();
            assertThat(store.verify().isSound()).isFalse();
        }
    }

    @Test
    @Tag("P5")
    void damagedFileIsRefusedOrSetAside() throws IOException {
        byte[] random = new byte[20_000];
        new Random(1).nextBytes(random);
        for (byte[] damage : List.of(new byte[0], new byte[20_000], random, "text".getBytes())) {
            Path directory = Files.createTempDirectory(temporary, "damaged").resolve("fold");
            try (FoldStore store = FoldDirectories.open(directory)) {
                fold(store, 1, 7);
            }
            Files.write(FoldDirectories.onlyFile(directory), damage);
            MvStoreFoldSettings settings = FoldDirectories.settings(directory);

            assertThatExceptionOfType(DamagedFoldException.class).isThrownBy(() -> MvStoreFoldStore.open(settings))
                .withMessage("Fold store '%s' must be as it was written, was damaged: set the file aside by "
                        + "DamagePolicy.SET_ASIDE, or delete the directory", directory.toRealPath());
            assertThat(FoldDirectories.onlyFile(directory)).hasBinaryContent(damage);
            try (FoldStore store = MvStoreFoldStore.open(settings.withOnDamage(DamagePolicy.SET_ASIDE))) {
                assertThat(store.cursor()).isNull();
                assertThat(store.usage().damaged()).isOne();
                assertThat(directory.resolve("fold.damaged")).hasBinaryContent(damage);
                fold(store, 1, 7);
            }
            try (FoldStore store = MvStoreFoldStore.open(settings)) {
                assertThat(content(store)).isEqualTo(FOLDED);
            }
        }
    }

    @Test
    @Tag("P6")
    void copyThatWasBeingMadeWhenTheProcessWasKilledIsDropped() throws IOException {
        Path directory = closedFold();
        Path half = directory.resolve("fold-00000000000000ff.mv");
        FoldFile copy = FoldFile.of(StoreFile.create(half, FILE));
        copy.change(Change.of(List.of(put("half", "a copy", 1))).get(0));
        copy.commit(cursor(99));
        copy.file().force();
        copy.file().abandon();

        try (FoldStore store = FoldDirectories.open(directory)) {
            assertThat(content(store)).isEqualTo(FOLDED);
            assertThat(store.cursor()).isEqualTo(cursor(7));
            assertThat(half).doesNotExist();
        }
    }

    @Test
    @Tag("P6")
    void storeThatGaveUpIsOpenedAgainAndGoesOnFromItsCursor() {
        MvStoreFoldSettings settings = FoldDirectories.settings(temporary.resolve("fold"));
        SharedFold fold = SharedFold.open(settings, FoldDirectories.SMALL);
        try {
            fold.apply(manyEntries(5_000), cursor(1));
            fold.keeper().committed().file().file().store().closeImmediately();

            assertThat(text(Objects.requireNonNull(fold.get("key7")))).isEqualTo("value7");
            fold.keeper().committed().file().file().store().closeImmediately();
            fold.apply(List.of(put("key7", "later", 2)), cursor(2));

            assertThat(text(Objects.requireNonNull(fold.get("key7")))).isEqualTo("later");
            assertThat(text(Objects.requireNonNull(fold.get("key8")))).isEqualTo("value8");
            assertThat(fold.keeper().committed().state().cursor()).isEqualTo(cursor(2));
            assertThat(fold.keeper().verify().isSound()).isTrue();
        }
        finally {
            fold.close();
        }
    }

    @Test
    void storesOfOneDirectoryShareItAndHaveOneWriter() throws IOException {
        Path directory = temporary.resolve("fold");
        try (FoldStore second = FoldDirectories.open(directory)) {
            try (FoldStore first = FoldDirectories.open(directory)) {
                fold(first, 1, 3);

                assertThat(second.cursor()).isEqualTo(cursor(3));
                assertThatExceptionOfType(FoldWriterException.class).isThrownBy(() -> fold(second, 4, 7))
                    .withMessage("Fold store '%s' must have one writer at a time, had another in this process: "
                            + "close the other context, or give each a directory of its own", directory.toRealPath());
                assertThatExceptionOfType(FoldWriterException.class).isThrownBy(second::reset);
            }
            fold(second, 4, 7);

            assertThat(content(second)).isEqualTo(FOLDED);
        }
    }

    @Test
    void interruptedThreadAppliesReadsAndSyncsAndStaysInterrupted() {
        Path directory = temporary.resolve("fold");
        boolean interrupted;
        try (FoldStore store = FoldDirectories.open(directory)) {
            Thread.currentThread().interrupt();
            fold(store, 1, 7);
            Map<String, String> content = content(store);
            store.sync();
            store.compact();
            interrupted = Thread.interrupted();

            assertThat(content).isEqualTo(FOLDED);
            assertThat(content(store)).isEqualTo(FOLDED);
        }
        finally {
            Thread.interrupted();
        }
        assertThat(interrupted).isTrue();
    }

    @Test
    void closingEndsTheThreads() {
        try (FoldStore store = FoldDirectories.open(temporary.resolve("ending"))) {
            fold(store, 1, 7);
            assertThat(threads()).isNotEmpty();
        }

        assertThat(threads()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
            .filter((name) -> name.startsWith("tidemark-fold") && name.endsWith("ending"))
            .toList();
    }

    private Path closedFold() {
        Path directory = temporary.resolve("fold");
        try (FoldStore store = FoldDirectories.open(directory)) {
            fold(store, 1, 7);
        }
        return directory;
    }

    // What a store would not do: a commit without the count and the digest, and no closing in order.
    private static void withEntries(Path directory, Consumer<MVMap<byte[], byte[]>> change)
            throws IOException {
        StoreFile file = Objects.requireNonNull(StoreFile.open(FoldDirectories.onlyFile(directory), FILE));
        change.accept(file.store().openMap("entries",
                new MVMap.Builder<byte[], byte[]>().keyType(new BytesType()).valueType(new BytesType())));
        file.commit();
        file.abandon();
    }

    static List<KvUpdate> manyEntries(int count) {
        List<KvUpdate> updates = new ArrayList<>();
        for (int key = 0; key < count; key++) {
            updates.add(put("key" + key, "value" + key, key + 1));
        }
        return updates;
    }

    private static void awaitCondition(FoldStore store, FoldCondition condition) {
        long start = System.nanoTime();
        while (store.usage().condition() != condition) {
            assertThat(System.nanoTime() - start).as("still %s", store.usage().condition())
                .isLessThan(Duration.ofSeconds(30).toNanos());
            Thread.onSpinWait();
        }
    }

}
