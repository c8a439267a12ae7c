package io.tidemark.fold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a fold differs from its bucket, by keys and versions.
 *
 * @param stale the keys that only the fold has
 * @param diverged whether the bucket has an entry that the fold should have and has not, in that version
 */
record KeyDiff(List<String> stale, boolean diverged) {

    private static final long DELETED = -1;

    /**
     * Compares. All keys are in memory meanwhile.
     * @param position what the fold should have got to: newer entries of the bucket are still to come
     * @throws IncompleteListingException if the bucket could not be listed completely
     */
    static KeyDiff between(FoldStore store, FoldSource source, long position) {
        Map<String, Long> live = new HashMap<>();
        source.list(live::put);
        List<String> stale = new ArrayList<>();
        List<String> others = new ArrayList<>(1);
        store.forEachInRange("", entry -> {
            Long revision = live.remove(entry.key());
            if (revision == null || revision == DELETED) {
                stale.add(entry.key());
            }
            else if (revision <= position && !entry.version().equals(Version.of(revision)) && others.isEmpty()) {
                others.add(entry.key());
            }
        });
        boolean missing = live.values().stream().anyMatch(revision -> revision != DELETED && revision <= position);
        return new KeyDiff(stale, missing || !others.isEmpty());
    }

}
