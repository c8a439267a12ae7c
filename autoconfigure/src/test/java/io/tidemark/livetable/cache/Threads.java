package io.tidemark.livetable.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that begin together, and whose failures fail the test. */
final class Threads {

    private Threads() {
    }

    static void inParallel(int count, Task task) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(count);
        try {
            CyclicBarrier start = new CyclicBarrier(count);
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < count; thread++) {
                int number = thread;
                results.add(executor.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    task.run(number);
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get(60, TimeUnit.SECONDS);
            }
        }
        finally {
            executor.shutdownNow();
        }
    }

    interface Task {

        void run(int thread) throws Exception;

    }

}
