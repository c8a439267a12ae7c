package io.tidemark.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tidemark.journal.JournalStatistics;
import io.tidemark.journal.RecoveryReport;
import io.tidemark.projection.cache.JournalledProjectionCache;

/** What operators see of a journal: how it is, and what was found when it was opened. */
final class JournalFigures {

    private JournalFigures() {
    }

    static Map<String, Object> of(JournalledProjectionCache cache) {
        JournalStatistics statistics = cache.statistics();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("records", statistics.lastLsn());
        figures.put("unforcedRecords", statistics.lastLsn() - statistics.forcedLsn());
        figures.put("appendedBytes", statistics.appendedBytes());
        figures.put("forces", statistics.forces());
        figures.put("forcedAt", Instant.ofEpochMilli(statistics.forcedAtMillis()));
        figures.put("queuedBytes", statistics.queuedBytes());
        figures.put("queueFull", statistics.queueFull());
        figures.put("queueWaitMillis", statistics.queueWait().toMillis());
        figures.put("segments", statistics.segments());
        figures.put("logBytes", statistics.logBytes());
        figures.put("snapshots", statistics.snapshots());
        figures.put("snapshotBytes", statistics.snapshotBytes());
        if (statistics.snapshots() > 0) {
            figures.put("snapshotAt", Instant.ofEpochMilli(statistics.snapshotAtMillis()));
            figures.put("snapshotAgeSeconds", snapshotAgeMillis(statistics) / 1_000);
        }
        figures.put("snapshotsTaken", statistics.snapshotsTaken());
        figures.put("snapshotsFailed", statistics.snapshotsFailed());
        figures.put("faults", statistics.faults());
        figures.put("behind", statistics.behind());
        figures.put("refusing", statistics.refusing());
        figures.put("recovery", recovery(cache.recovery()));
        return figures;
    }

    static long snapshotAgeMillis(JournalStatistics statistics) {
        return Math.max(0, System.currentTimeMillis() - statistics.snapshotAtMillis());
    }

    static long forceAgeMillis(JournalStatistics statistics) {
        return Math.max(0, System.currentTimeMillis() - statistics.forcedAtMillis());
    }

    private static Map<String, Object> recovery(RecoveryReport report) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("snapshotEntries", report.snapshotEntries());
        figures.put("records", report.records());
        figures.put("bytes", report.bytes());
        figures.put("expired", report.expired());
        figures.put("tornBytes", report.tornBytes());
        figures.put("damaged", report.damages());
        figures.put("damagedBytes", report.damagedBytes());
        figures.put("discarded", report.discardedRecords());
        figures.put("incomplete", report.incomplete());
        figures.put("quarantined", report.damagedFiles());
        figures.put("millis", report.duration().toMillis());
        return figures;
    }

}
