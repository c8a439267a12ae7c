package io.tidemark.journal;

import java.time.Duration;
import java.util.List;

/**
 * What a {@link Journal} found when it was opened.
 *
 * @param snapshotEntries how many entries came from a snapshot
 * @param records how many changes of the log came after it
 * @param bytes how many bytes of snapshots and of the log were gone through
 * @param expired how many entries were dropped because they had ended meanwhile
 * @param tornBytes how many bytes of an unfinished write were cut off the end of the log
 * @param damages in how many places files were damaged, a torn end not counted
 * @param damagedBytes how many bytes that takes
 * @param discardedRecords how many whole changes were not used because they come after damage
 * @param incomplete whether changes were lost or not used, so that this is not the newest state
 * @param damagedFiles the names of the damaged files, which are kept with {@code .damaged} added, four at most
 * @param duration how long it took
 */
public record RecoveryReport(long snapshotEntries, long records, long bytes, long expired, long tornBytes,
        int damages, long damagedBytes, long discardedRecords, boolean incomplete, List<String> damagedFiles, Duration duration) {

    /** Whether anything but a torn end was wrong. */
    public boolean isDamaged() {
        return damages > 0;
    }

}
