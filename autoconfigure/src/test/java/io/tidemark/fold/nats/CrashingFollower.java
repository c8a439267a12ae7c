package io.tidemark.fold.nats;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.nats.client.Nats;
import io.tidemark.fold.Cursor;
import io.tidemark.fold.FoldListener;
import io.tidemark.fold.Follower;
import io.tidemark.fold.FollowerObserver;
import io.tidemark.fold.FollowerSettings;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.mvstore.FoldDirectories;
import io.tidemark.fold.mvstore.MvStoreFoldSettings;
import io.tidemark.fold.mvstore.MvStoreFoldStore;
import io.tidemark.fold.mvstore.SyncPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Follows a bucket until it is killed, and says what it heard and committed. Where every batch is forced it keeps a copy
 * of the directory as it was when the last one was.
 */
final class CrashingFollower {

    static final int BATCH = 20;

    /** What a whole line ends with, and a cut one does not. */
    static final String END = " .";

    private CrashingFollower() {
    }

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path directory = Path.of(args[2]);
        SyncPolicy sync = SyncPolicy.valueOf(args[3]);
        Path copies = Path.of(args[4]);
        FoldListener listener = updates -> out.println("heard %d %d".formatted(revision(updates.get(0)),
                revision(updates.get(updates.size() - 1))) + END);
        FollowerObserver observer = new FollowerObserver() {
            @Override
            public void committed(List<KvUpdate> updates, @Nullable Cursor cursor) {
                if (sync == SyncPolicy.EVERY_BATCH && cursor != null) {
                    keepCopy(directory, copies, cursor.version().asLong().orElseThrow());
                }
                out.println("committed " + (cursor == null ? 0 : cursor.version()) + END);
            }
        };
        NatsKvFoldSource source = new NatsKvFoldSource(
                Nats.connect(NatsKvFoldSource.connectionOptions().server(args[0]).build()), NatsKvSettings.of(args[1]));
        MvStoreFoldStore store = MvStoreFoldStore
            .open(MvStoreFoldSettings.in(directory).withSync(sync).withPageCacheBytes(1 << 20));
        new Follower(source, store, FollowerSettings.defaults().withBatches(BATCH, Duration.ofMillis(5)),
                List.of(listener), List.of(observer))
            .start();
        new CountDownLatch(1).await();
    }

    /** Returns the newest copy there is. */
    static long newestCopy(Path copies) {
        return List.of(names(copies)).stream().filter(name -> name.matches("\\d+")).mapToLong(Long::parseLong).max()
            .orElseThrow();
    }

    private static void keepCopy(Path directory, Path copies, long revision) {
        try {
            Path unfinished = copies.resolve("unfinished");
            deleteFiles(unfinished);
            FoldDirectories.copyOf(directory, unfinished);
            Path copy = copies.resolve(Long.toString(revision));
            deleteFiles(copy);
            Files.move(unfinished, copy);
            for (String name : names(copies)) {
                if (!name.equals(copy.getFileName().toString())) {
                    deleteFiles(copies.resolve(name));
                }
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static String[] names(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? new String[0] : names;
    }

    private static void deleteFiles(Path directory) throws IOException {
        for (String name : names(directory)) {
            Files.delete(directory.resolve(name));
        }
        Files.deleteIfExists(directory);
    }

    private static long revision(KvUpdate update) {
        return update.version().asLong().orElseThrow();
    }

}
