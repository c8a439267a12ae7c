package io.tidemark.journal.fcw2;

import java.util.List;

/**
 * What was found in a fast-cache directory.
 *
 * @param entries how many entries came out of it
 * @param records how many changes were read from segments
 * @param expired how many entries were dropped because they had ended
 * @param tornBytes how many bytes at the ends of segments were unfinished writes
 * @param damagedFiles the names of the files that were damaged, from the damage on
 */
public record Fcw2Report(long entries, long records, long expired, long tornBytes, List<String> damagedFiles) {

    /** Whether anything but torn ends was wrong. */
    public boolean isDamaged() {
        return !damagedFiles.isEmpty();
    }

}
