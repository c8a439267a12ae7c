package io.tidemark.journal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another process with threads that change keys of their own, and write a byte after each change that was acknowledged,
 * until it is killed. What a thread does follows from the seed.
 */
final class JournalProcess {

    static final int THREADS = 4;

    private JournalProcess() {
    }

    /** Runs on directory {@code arguments[0]} with policy {@code arguments[1]} and seed {@code arguments[2]}. */
    public static void main(String[] arguments) throws Exception {
        // Log lines would be taken for acknowledgements.
        System.setOut(System.err);
        StringMap map = new StringMap();
        Journal journal = Journal.open(settings(Path.of(arguments[0]), FsyncPolicy.valueOf(arguments[1])), map,
                RecoveryListener.NONE);
        List<Thread> threads = new ArrayList<>();
        for (int id = 0; id < THREADS; id++) {
            int owner = id;
            Changes changes = new Changes(Long.parseLong(arguments[2]), owner);
            threads.add(new Thread(() -> {
                try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
                    while (!Thread.interrupted()) {
                        changes.next(map, journal);
                        out.write(owner);
                    }
                }
                catch (IOException ex) {
                    throw new IllegalStateException(ex);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    static JournalSettings settings(Path directory, FsyncPolicy policy) {
        return JournalSettings.in(directory)
            .withFsync(policy)
            .withSizes(1 << 14, 1 << 16, 1 << 14)
            .withSnapshots(Duration.ofMillis(1), 50)
            .withLockTimeout(Duration.ofSeconds(20));
    }

    /** Returns how much each thread was acknowledged when the process was killed, after at least so much of all. */
    static long[] runAndKill(Path directory, FsyncPolicy policy, long seed, int atLeast) throws IOException {
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", System.getProperty("java.class.path"),
                JournalProcess.class.getName(), directory.toString(), policy.name(), Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
        long[] acknowledged = new long[THREADS];
        try (InputStream out = process.getInputStream()) {
            byte[] first = out.readNBytes(atLeast);
            process.toHandle().destroyForcibly();
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(first).as("seed %d: the process ended by itself", seed).hasSize(atLeast);
            count(first, acknowledged);
            count(out.readAllBytes(), acknowledged);
        }
        finally {
            process.destroyForcibly();
        }
        return acknowledged;
    }

    private static void count(byte[] owners, long[] acknowledged) {
        for (byte owner : owners) {
            acknowledged[owner]++;
        }
    }

    /** What one thread does. */
    static final class Changes {

        private final Random random;

        private final int owner;

        private int step;

        Changes(long seed, int owner) {
            this.random = new Random(seed * THREADS + owner);
            this.owner = owner;
        }

        static String prefix(int owner) {
            return "t" + owner + "/";
        }

        void next(StringMap map, JournalChanges journal) {
            String key = prefix(owner) + random.nextInt(3) + "/" + random.nextInt(4);
            int dice = random.nextInt(20);
            String value = ++step + "x".repeat(random.nextInt(200));
            if (dice == 0) {
                map.deletePrefix(journal, key.substring(0, key.length() - 1));
            }
            else if (dice < 4) {
                map.delete(journal, key);
            }
            else {
                map.put(journal, key, value);
            }
        }

        /** Returns the keys of this thread after {@code steps} changes of {@code before}. */
        Map<String, String> after(Map<String, String> before, long steps) {
            StringMap map = new StringMap();
            before.forEach((key, value) -> {
                if (key.startsWith(prefix(owner))) {
                    map.put(StringMap.bytes(key), StringMap.bytes(value), Journal.NEVER);
                }
            });
            while (step < steps) {
                next(map, new InMemoryOnly());
            }
            return new TreeMap<>(map.values());
        }

    }

    private static final class InMemoryOnly extends RecordedChanges {

        @Override
        void make(Record record, Runnable inMemory) {
            inMemory.run();
        }

    }

}
