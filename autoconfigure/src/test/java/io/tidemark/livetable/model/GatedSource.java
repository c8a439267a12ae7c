package io.tidemark.livetable.model;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The source of truth. Its first answer is on its way until it is let through. */
final class GatedSource {

    private final AtomicInteger version = new AtomicInteger(1);

    private final AtomicInteger loads = new AtomicInteger();

    private final CountDownLatch asked = new CountDownLatch(1);

    private final CountDownLatch open = new CountDownLatch(1);

    /** Returns one that lets everything through. */
    static GatedSource open() {
        GatedSource source = new GatedSource();
        source.letThrough();
        return source;
    }

    int load() {
        int read = this.version.get();
        pass();
        return read;
    }

    /** Comes by with an answer. */
    void pass() {
        if (this.loads.incrementAndGet() == 1) {
            this.asked.countDown();
            await(this.open);
        }
    }

    void write(int written) {
        this.version.set(written);
    }

    void awaitLoad() {
        await(this.asked);
    }

    void letThrough() {
        this.open.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("It did not come to that within 20 s");
            }
        }
        catch (InterruptedException ex) {
            throw new AssertionError("Nobody interrupts a test", ex);
        }
    }

}
