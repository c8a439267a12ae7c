package io.tidemark.journal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P6")
class JournalCrashTests {

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void killedProcessLosesNothingAcknowledged(FsyncPolicy policy) throws Exception {
        killRepeatedly(policy, 15);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("soak")
    void processKilledOftenLosesNothingAcknowledged(FsyncPolicy policy) throws Exception {
        killRepeatedly(policy, 100);
    }

    private void killRepeatedly(FsyncPolicy policy, int kills) throws Exception {
        Path directory = temporary.resolve(policy.name());
        Map<String, String> before = Map.of();
        for (int kill = 0; kill < kills; kill++) {
            long seed = System.nanoTime();
            int atLeast = 1 + new Random(seed).nextInt(policy == FsyncPolicy.ALWAYS ? 600 : 6000);

            long[] acknowledged = JournalProcess.runAndKill(directory, policy, seed, atLeast);

            before = assertAcknowledged(directory, policy, seed, acknowledged, before);
        }
    }

    private static Map<String, String> assertAcknowledged(Path directory, FsyncPolicy policy, long seed,
            long[] acknowledged, Map<String, String> before) {
        StringMap map = new StringMap();
        try (Journal journal = Journal.open(JournalProcess.settings(directory, policy), map, RecoveryListener.NONE)) {
            assertThat(journal.recovery().isDamaged()).as("seed %d: %s", seed, journal.recovery()).isFalse();
        }
        for (int owner = 0; owner < JournalProcess.THREADS; owner++) {
            Map<String, String> recovered = new TreeMap<>(map.values());
            String prefix = JournalProcess.Changes.prefix(owner);
            recovered.keySet().removeIf(key -> !key.startsWith(prefix));
            // The change after the last acknowledged one may have been made.
            assertThat(recovered).as("seed %d, thread %d, %d acknowledged", seed, owner, acknowledged[owner])
                .isIn(new JournalProcess.Changes(seed, owner).after(before, acknowledged[owner]),
                        new JournalProcess.Changes(seed, owner).after(before, acknowledged[owner] + 1));
        }
        return map.values();
    }

}
