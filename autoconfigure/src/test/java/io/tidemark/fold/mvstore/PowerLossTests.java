package io.tidemark.fold.mvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import io.tidemark.fold.FoldFixture;
import io.tidemark.fold.FoldStore;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A disk that kept, of the blocks that were written since the last force, some and not others, and of the growth of the
 * file a part.
 */
@Tag("P6")
class PowerLossTests {

    private static final int ROUNDS = 20;

    private static final int HEADER_BYTES = 64;

    private static final int BLOCK_BYTES = 4096 + 4;

    @TempDir
    Path temporary;

    @Test
    void everythingBeforeTheLastSyncIsThere() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path directory = temporary.resolve("fold");
        int lost = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String description = "seed %d, round %d".formatted(seed, round);
            byte[] forced;
            byte[] written;
            long synced;
            try (FoldStore store = MvStoreFoldStore.open(FoldDirectories.settings(directory), FoldLimits.DEFAULT)) {
                long applied = CrashHistory.requireFolded(store, description);
                applied = apply(store, applied, 1 + random.nextInt(5));
                store.sync();
                synced = applied;
                forced = Files.readAllBytes(FoldDirectories.onlyFile(directory));
                apply(store, applied, 1 + random.nextInt(8));
                written = Files.readAllBytes(FoldDirectories.onlyFile(directory));
            }
            Files.write(FoldDirectories.onlyFile(directory), afterPowerLoss(round, forced, written, random));

            try (FoldStore store = MvStoreFoldStore.open(FoldDirectories.settings(directory), FoldLimits.DEFAULT)) {
                long revision = CrashHistory.requireFolded(store, description);
                assertThat(revision).as(description).isGreaterThanOrEqualTo(synced);
                lost += revision == synced ? 1 : 0;
            }
        }
        assertThat(lost).isBetween(1, ROUNDS - 1);
    }

    /** Returns all that was written, parts of it, or only what was forced. */
    private static byte[] afterPowerLoss(int round, byte[] forced, byte[] written, Random random) {
        return switch (round % 4) {
            case 0 -> written;
            case 1 -> forced;
            default -> mixed(forced, written, random);
        };
    }

    private static long apply(FoldStore store, long applied, int batches) {
        long last = applied;
        for (int batch = 0; batch < batches; batch++) {
            store.apply(CrashHistory.updates(last + 1, last + 20), FoldFixture.cursor(last + 20));
            last += 20;
        }
        return last;
    }

    private static byte[] mixed(byte[] forced, byte[] written, Random random) {
        int length = Math.min(forced.length, written.length)
                + random.nextInt(Math.abs(written.length - forced.length) + 1);
        byte[] mixed = Arrays.copyOf(random.nextBoolean() ? forced : written, Math.max(length, forced.length));
        for (int at = HEADER_BYTES; at < mixed.length; at += BLOCK_BYTES) {
            byte[] source = random.nextInt(4) == 0 ? forced : written;
            int end = Math.min(mixed.length, at + BLOCK_BYTES);
            byte[] block = Arrays.copyOfRange(Arrays.copyOf(source, Math.max(source.length, end)), at, end);
            System.arraycopy(block, 0, mixed, at, block.length);
        }
        return mixed;
    }

}
