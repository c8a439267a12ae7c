package io.tidemark.benchmarks;

import java.util.concurrent.ThreadLocalRandom;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Where a thread is in a sequence that it goes through again and again, not side by side with the others. */
@State(Scope.Thread)
public class Cursor {

    private int at = ThreadLocalRandom.current().nextInt();

    /** Returns the next number, which may be negative. */
    int next() {
        return this.at++;
    }

}
