package io.tidemark.fold;

import java.util.List;

/**
 * What a {@link FoldStore} was found to be when everything in it was read.
 *
 * @param entries how many entries were found
 * @param expectedEntries how many entries there must be
 * @param digestMatches whether the entries are those that were applied, all of them and no others
 * @param damagedEntries how many entries are not as they were written
 * @param faults what was wrong, the first few
 */
public record FoldVerification(long entries, long expectedEntries, boolean digestMatches, long damagedEntries,
        List<String> faults) {

    /** Copies the list. */
    public FoldVerification {
        faults = List.copyOf(faults);
    }

    /** Whether nothing is wrong. */
    public boolean isSound() {
        return this.entries == this.expectedEntries && this.digestMatches && this.damagedEntries == 0
                && this.faults.isEmpty();
    }

}
