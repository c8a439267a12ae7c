package io.tidemark.fold.mvstore;

import java.util.Arrays;
import java.util.Random;

/** Damaged copies of bytes. */
final class Mutations {

    private Mutations() {
    }

    /** Returns a copy of {@code intact} in which some bytes are others, are missing, are double or were added. */
    static byte[] of(byte[] intact, Random random) {
        byte[] mutated = intact.clone();
        for (int mutation = random.nextInt(3); mutation >= 0; mutation--) {
            int from = random.nextInt(mutated.length + 1);
            int to = Math.min(mutated.length, from + random.nextInt(8));
            mutated = switch (random.nextInt(4)) {
                case 0 -> replaced(mutated, from, to, random);
                case 1 -> joined(Arrays.copyOf(mutated, from), Arrays.copyOfRange(mutated, to, mutated.length));
                case 2 -> joined(Arrays.copyOf(mutated, to), Arrays.copyOfRange(mutated, from, mutated.length));
                default -> Arrays.copyOf(mutated, random.nextInt(mutated.length + 8));
            };
        }
        return mutated;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, Random random) {
        byte[] replaced = bytes.clone();
        for (int index = from; index < to; index++) {
            replaced[index] = (byte) random.nextInt();
        }
        return replaced;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

}
