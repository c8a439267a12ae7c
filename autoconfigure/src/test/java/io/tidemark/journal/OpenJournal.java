package io.tidemark.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

/** A journal over any files, without threads, and its map. */
final class OpenJournal {

    static final JournalSettings SETTINGS = JournalSettings.in(Path.of("nowhere"))
        .withSizes(4096, 1 << 20, 1 << 16);

    final StringMap map = new StringMap();

    final JournalCore core;

    final Journal journal;

    private OpenJournal(FileLayer files, JournalSettings settings, LongSupplier clock) throws IOException {
        this.core = JournalCore.open(files, settings, map, RecoveryListener.NONE, clock);
        this.journal = Journal.over(core, settings);
    }

    static OpenJournal open(FileLayer files, JournalSettings settings, LongSupplier clock) throws IOException {
        return new OpenJournal(files, settings, clock);
    }

    static OpenJournal open(FileLayer files, JournalSettings settings) throws IOException {
        return open(files, settings, () -> 1_000_000);
    }

    static OpenJournal open(FileLayer files) throws IOException {
        return open(files, SETTINGS);
    }

    void put(String key, String value) {
        map.put(journal, key, value);
    }

    Map<String, String> values() {
        return map.values();
    }

    RecoveryReport report() {
        return journal.recovery();
    }

    JournalStatistics statistics() {
        return journal.statistics();
    }

}
