package io.tidemark.journal;

import java.io.IOException;
import java.util.List;

/** Damaged files, moved aside so that somebody can look at them: the four newest. */
final class Damaged {

    static final String SUFFIX = ".damaged";

    private static final int KEPT = 4;

    private final FileLayer files;

    Damaged(FileLayer files) {
        this.files = files;
    }

    void moveAside(List<String> names) throws IOException {
        List<String> present = files.list();
        for (String name : names) {
            if (present.contains(name)) {
                files.rename(name, name + SUFFIX);
            }
        }
        List<String> damaged = files.list().stream().filter(name -> name.endsWith(SUFFIX)).sorted().toList();
        for (String name : damaged.subList(0, Math.max(0, damaged.size() - KEPT))) {
            files.delete(name);
        }
        files.forceNames();
    }

}
