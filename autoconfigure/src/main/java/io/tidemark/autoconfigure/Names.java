package io.tidemark.autoconfigure;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/** Names that somebody wrote, and those that may have been meant. */
public final class Names {

    private Names() {
    }

    /**
     * Returns the one of {@code known} whose text takes the fewest changes of letters to become that of {@code written},
     * the first of several; null if there is none.
     */
    public static <T> @Nullable T nearest(T written, Collection<? extends T> known) {
        T nearest = null;
        int least = Integer.MAX_VALUE;
        for (T candidate : known) {
            int distance = distance(written.toString(), candidate.toString());
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }

}
