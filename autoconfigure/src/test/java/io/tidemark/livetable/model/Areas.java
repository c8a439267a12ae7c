package io.tidemark.livetable.model;

import java.util.List;
import java.util.Random;

/** The areas that rows lie in. */
final class Areas {

    private static final List<String> ALL = List.of("a", "b", "c");

    private Areas() {
    }

    static String any(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }

}
