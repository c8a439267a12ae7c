package io.tidemark.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Random histories that are cut off at any step of any file. */
@Tag("P6")
class JournalModelTests {

    private static final int STEPS = 150;

    private final List<Map<String, String>> history = new ArrayList<>();

    private MemoryFiles files = new MemoryFiles();

    private OpenJournal open;

    private int acknowledged;

    private int forced;

    private boolean changing;

    private JournalSettings settings = OpenJournal.SETTINGS;

    @ParameterizedTest
    @EnumSource
    void whatIsLeftIsAPrefixOfTheHistory(FsyncPolicy policy) throws Exception {
        for (int walk = 0; walk < 4; walk++) {
            walk(policy, System.nanoTime(), STEPS);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("soak")
    void whatIsLeftOfManyHistoriesIsAPrefix(FsyncPolicy policy) throws Exception {
        for (int walk = 0; walk < 300; walk++) {
            walk(policy, System.nanoTime(), STEPS);
        }
    }

    @Test
    void whatIsLeftIsAPrefixWhateverSettingsTheRestartsHave() throws Exception {
        changing = true;
        for (int walk = 0; walk < 6; walk++) {
            walk(FsyncPolicy.OS, System.nanoTime(), STEPS);
        }
    }

    @Test
    @Tag("soak")
    void whatIsLeftOfManyHistoriesIsAPrefixWhateverSettingsTheRestartsHave() throws Exception {
        changing = true;
        for (int walk = 0; walk < 600; walk++) {
            walk(FsyncPolicy.OS, System.nanoTime(), STEPS);
        }
    }

    private void walk(FsyncPolicy policy, long seed, int steps) throws IOException {
        Random random = new Random(seed);
        settings = settings(policy, random);
        history.clear();
        acknowledged = 0;
        forced = 0;
        files = new MemoryFiles().mapping(random.nextBoolean());
        open = OpenJournal.open(files, settings);
        history.add(open.values());
        files.afterChange(() -> cutOff(random, seed));
        for (int step = 0; step < steps; step++) {
            step(random, seed);
        }
        assertThat(history).hasSizeGreaterThan(steps / 2);
    }

    private static JournalSettings settings(FsyncPolicy policy, Random random) {
        return OpenJournal.SETTINGS.withFsync(policy)
            .withCompression(RecordCompression.values()[random.nextInt(2)])
            .withSizes(4096, 1 << 20, random.nextBoolean() ? 1 << 16 : 1024);
    }

    /** Returns the settings of a restart, on files that are mapped, or not, from now on. */
    private JournalSettings settings(MemoryFiles left, Random random) {
        if (!changing) {
            return settings;
        }
        left.mapping(random.nextBoolean());
        return settings(FsyncPolicy.values()[random.nextInt(3)], random);
    }

    private void step(Random random, long seed) throws IOException {
        int dice = random.nextInt(30);
        if (dice == 0) {
            open.map.betweenEntries(() -> {
                if (random.nextInt(3) == 0) {
                    changeAndAcknowledge(random, 3 + random.nextInt(30), seed);
                }
            });
            open.journal.snapshot();
            open.map.betweenEntries(() -> { });
            forced = acknowledged;
        }
        else if (dice == 1) {
            open.core.force();
            forced = acknowledged;
        }
        else if (dice == 2) {
            reopen(random, seed);
        }
        else {
            changeAndAcknowledge(random, dice, seed);
        }
    }

    private void changeAndAcknowledge(Random random, int dice, long seed) {
        change(random, dice);
        acknowledged = history.size() - 1;
        if (settings.fsync() == FsyncPolicy.ALWAYS) {
            forced = acknowledged;
        }
        cutOff(random, seed);
    }

    private void reopen(Random random, long seed) throws IOException {
        boolean forcedAtStart = false;
        if (random.nextBoolean()) {
            open.journal.close();
            forcedAtStart = true;
        }
        else {
            files = files.killed();
            files.afterChange(() -> cutOff(random, seed));
        }
        settings = settings(files, random);
        open = OpenJournal.open(files, settings);
        forcedAtStart |= settings.fsync() != FsyncPolicy.OS;
        forced = forcedAtStart ? acknowledged : forced;
        assertThat(open.values()).as("seed %d", seed).isEqualTo(last());
    }

    // What comes next is noted before it is made, because it may be cut off when it is already in the files.
    private void change(Random random, int dice) {
        String key = "k" + random.nextInt(4) + random.nextInt(4);
        StringMap model = new StringMap();
        last().forEach((k, v) -> model.put(StringMap.bytes(k), StringMap.bytes(v), Journal.NEVER));
        if (dice < 6) {
            model.delete(StringMap.bytes(key));
            history.add(model.values());
            open.map.delete(open.journal, key);
        }
        else if (dice == 6) {
            model.deletePrefix(StringMap.bytes(key.substring(0, 2)), null);
            history.add(model.values());
            open.map.deletePrefix(open.journal, key.substring(0, 2));
        }
        else if (dice == 7) {
            model.deletePrefix(StringMap.bytes("k"), StringMap.bytes(key.substring(0, 2)));
            history.add(model.values());
            open.map.deletePrefixExcept(open.journal, "k", key.substring(0, 2));
        }
        else if (dice == 8 && random.nextInt(4) == 0) {
            history.add(Map.of());
            open.map.clear(open.journal);
        }
        else if (dice == 9) {
            model.delete(StringMap.bytes(key));
            history.add(model.values());
            open.map.expire(open.journal, key, 5);
            // The model has no clock: an end in the past is a deletion, in the map too.
            open.map.delete(StringMap.bytes(key));
        }
        else {
            String value = history.size() + "x".repeat(random.nextInt(300));
            model.put(StringMap.bytes(key), StringMap.bytes(value), Journal.NEVER);
            history.add(model.values());
            open.put(key, value);
        }
    }

    private void cutOff(Random random, long seed) {
        if (random.nextInt(4) != 0) {
            return;
        }
        check(files.killed(), random, acknowledged, seed, "killed");
        check(files.powerLost(random), random, forced, seed, "power lost");
    }

    private void check(MemoryFiles left, Random random, int atLeast, long seed, String how) {
        try {
            OpenJournal recovered = OpenJournal.open(left, settings(left, random));
            assertThat(history.subList(atLeast, history.size()))
                .as("seed %d, %s, %d acknowledged, %s", seed, how, acknowledged, recovered.report())
                .contains(recovered.values());
            if (how.equals("killed")) {
                assertThat(recovered.report().isDamaged()).as("seed %d, %s", seed, recovered.report()).isFalse();
            }
            recovered.put("after", "recovery");
            assertThat(OpenJournal.open(left.killed(), settings(left, random)).values()).as("seed %d, %s", seed, how)
                .isEqualTo(recovered.values());
        }
        catch (IOException ex) {
            throw new AssertionError("seed " + seed, ex);
        }
    }

    private Map<String, String> last() {
        return history.get(history.size() - 1);
    }

}
