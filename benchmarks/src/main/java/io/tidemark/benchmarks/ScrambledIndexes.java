package io.tidemark.benchmarks;

import java.util.Arrays;
import java.util.Random;

/** Indexes to look up, one after the other and round again, with no pattern that a processor could learn. */
final class ScrambledIndexes {

    private static final double ZIPF_EXPONENT = 0.99;

    private ScrambledIndexes() {
    }

    /** Returns 2^19 indexes below {@code bound}; few are frequent, and those lie anywhere. */
    static int[] zipf(int bound, Random random) {
        double[] upTo = new double[bound];
        double sum = 0;
        for (int rank = 0; rank < bound; rank++) {
            sum += 1 / Math.pow(rank + 1, ZIPF_EXPONENT);
            upTo[rank] = sum;
        }
        int[] byRank = permutation(bound, random);
        int[] indexes = new int[1 << 19];
        for (int i = 0; i < indexes.length; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            indexes[i] = byRank[Math.min(bound - 1, found < 0 ? -found - 1 : found)];
        }
        return indexes;
    }

    /** Returns the indexes below {@code bound} in random order. */
    static int[] permutation(int bound, Random random) {
        int[] indexes = new int[bound];
        for (int i = 0; i < bound; i++) {
            int other = random.nextInt(i + 1);
            indexes[i] = indexes[other];
            indexes[other] = i;
        }
        return indexes;
    }

}
