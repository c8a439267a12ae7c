package io.tidemark.projection.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.tidemark.autoconfigure.PropertyRules;
import io.tidemark.journal.DamagePolicy;
import io.tidemark.journal.FsyncPolicy;
import io.tidemark.journal.JournalSettings;
import io.tidemark.journal.RecordCompression;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the journal that lets rows in memory survive a restart.
 *
 * @param enabled Whether rows in memory are journalled, so that they survive a restart.
 * @param path Directory of the journal. Below the directory of Tidemark if this is not set.
 * @param fsync When a row is forced to the disk: before it is acknowledged, at an interval, or when the operating
 * system does so.
 * @param fsyncInterval How often rows are forced to the disk. Counts only if they are forced at an interval.
 * @param segmentSize Size at which the next file of the log begins.
 * @param maximumRecordSize Size of the largest row, with its key, that is journalled. Larger ones are in memory only.
 * @param queueSize Memory that rows on their way to a segment of the log may take, at most 512KB of it where that is
 * mapped to a file. Writers wait while it is full, readers do not.
 * @param snapshotInterval How long after the last snapshot the next one is due, if there were enough writes.
 * @param snapshotWrites How many writes make a snapshot due after the interval.
 * @param minimumLogSize Size of the log from which on a snapshot is due when the log is twice as large as the last one.
 * @param maximumLogSize Size of the log at which a snapshot is due at once. Writers wait for it at twice that size.
 * @param compression How rows in the journal are made smaller.
 * @param onDamage What is used of a journal that is damaged.
 * @param failOnDamage Whether a journal that is damaged stops the start.
 */
public record ProjectionJournalProperties(@DefaultValue("false") boolean enabled, @Nullable String path,
        @DefaultValue("interval") FsyncPolicy fsync, @DefaultValue("100ms") Duration fsyncInterval,
        @DefaultValue("64MB") DataSize segmentSize, @DefaultValue("16MB") DataSize maximumRecordSize,
        @DefaultValue("8MB") DataSize queueSize, @DefaultValue("5m") Duration snapshotInterval,
        @DefaultValue("1000") long snapshotWrites, @DefaultValue("8MB") DataSize minimumLogSize,
        @DefaultValue("256MB") DataSize maximumLogSize,
        @DefaultValue("none") RecordCompression compression, @DefaultValue("stop") OnDamage onDamage,
        @DefaultValue("false") boolean failOnDamage) {

    static final String PREFIX = ProjectionProperties.PREFIX + ".cache.caffeine.journal";

    static final String PATH = PREFIX + ".path";

    static final String COMPRESSION = PREFIX + ".compression";

    static final String FAIL_ON_DAMAGE = PREFIX + ".fail-on-damage";

    static final String ON_DAMAGE = PREFIX + ".on-damage";

    private static final String MAXIMUM_LOG_SIZE = PREFIX + ".maximum-log-size";

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private static final Duration LONGEST = Duration.ofDays(365);

    private static final DataSize LARGEST_SIZE = DataSize.ofGigabytes(1);

    public ProjectionJournalProperties {
        PropertyRules.requireBetween(PREFIX + ".fsync-interval", fsyncInterval, SHORTEST, LONGEST);
        PropertyRules.requireBetween(PREFIX + ".segment-size", segmentSize, DataSize.ofKilobytes(4), LARGEST_SIZE);
        PropertyRules.requireBetween(PREFIX + ".maximum-record-size", maximumRecordSize, DataSize.ofKilobytes(1),
                DataSize.ofMegabytes(64));
        PropertyRules.requireBetween(PREFIX + ".queue-size", queueSize, DataSize.ofKilobytes(1), LARGEST_SIZE);
        PropertyRules.requireBetween(PREFIX + ".snapshot-interval", snapshotInterval, SHORTEST, LONGEST);
        PropertyRules.requireAtLeast(PREFIX + ".snapshot-writes", snapshotWrites, 1);
        PropertyRules.requireBetween(PREFIX + ".minimum-log-size", minimumLogSize, DataSize.ofKilobytes(4),
                DataSize.ofGigabytes(1024));
        if (maximumLogSize.compareTo(segmentSize) < 0) {
            throw PropertyRules.invalid(MAXIMUM_LOG_SIZE, maximumLogSize,
                    "must not be less than '%s.segment-size', which is %s, was %s".formatted(PREFIX,
                            PropertyRules.text(segmentSize), PropertyRules.text(maximumLogSize)));
        }
    }

    JournalSettings settings(Path directory, Duration lockTimeout) {
        return new JournalSettings(directory, lockTimeout, this.fsync, this.fsyncInterval, this.compression,
                this.segmentSize.toBytes(), (int) this.maximumRecordSize.toBytes(), (int) this.queueSize.toBytes(),
                this.snapshotInterval, this.snapshotWrites, this.minimumLogSize.toBytes(),
                this.maximumLogSize.toBytes(), policy());
    }

    private DamagePolicy policy() {
        if (this.failOnDamage) {
            return DamagePolicy.FAIL;
        }
        return switch (this.onDamage) {
            case STOP -> DamagePolicy.STOP;
            case SKIP -> DamagePolicy.SKIP;
            case DISCARD -> DamagePolicy.DISCARD;
        };
    }

    /** What is used of a journal that is damaged. */
    public enum OnDamage {

        /** What comes before the damage. */
        STOP,

        /** What comes before and after the damage. */
        SKIP,

        /** Nothing, if the damage may hide changes, so that no row comes back whose deletion was lost. */
        DISCARD

    }

}
