package io.tidemark.benchmarks.follow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.tidemark.benchmarks.durable.Child;
import io.tidemark.fold.Cursor;
import io.tidemark.fold.Delivery;
import io.tidemark.fold.FoldSubscription;
import io.tidemark.fold.Follower;
import io.tidemark.fold.FollowerObserver;
import io.tidemark.fold.FollowerSettings;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.mvstore.MvStoreFoldSettings;
import io.tidemark.fold.mvstore.MvStoreFoldStore;
import io.tidemark.fold.nats.NatsKvFoldSource;
import io.tidemark.fold.nats.NatsKvSettings;
import org.jspecify.annotations.Nullable;

/** Takes what a bucket has, or follows it with a store until nothing is left, in this process, and prints how long. */
public final class FollowRun {

    private FollowRun() {
    }

    /**
     * Takes the server, the bucket, the directory of the store, {@code -} for none, how many updates a batch has and the
     * revision that is to be reached. Prints the microseconds from the connection to there, and to the fold that has
     * caught up.
     */
    public static void main(String[] arguments) throws Exception {
        long target = Long.parseLong(arguments[4]);
        Connection connection = Nats.connect(NatsKvFoldSource.connectionOptions().server(arguments[0]).build());
        try (NatsKvFoldSource source = new NatsKvFoldSource(connection, NatsKvSettings.of(arguments[1]))) {
            if (arguments[2].equals("-")) {
                take(source, target);
            }
            else {
                follow(source, Path.of(arguments[2]), Integer.parseInt(arguments[3]), target);
            }
        }
        finally {
            connection.close();
        }
    }

    private static void take(NatsKvFoldSource source, long target) {
        long begin = System.nanoTime();
        try (FoldSubscription subscription = source.subscribe(0)) {
            long position = 0;
            while (position < target) {
                Delivery delivery = subscription.next(TimeUnit.SECONDS.toNanos(10));
                if (delivery == null) {
                    throw new IllegalStateException("Updates must come up to %d, ended at %d".formatted(target, position));
                }
                position = delivery.revision();
            }
            long micros = micros(begin);
            System.out.println(Child.RESULT + micros + " " + micros);
        }
    }

    private static void follow(NatsKvFoldSource source, Path directory, int batch, long target) throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        FollowerObserver observer = new FollowerObserver() {
            @Override
            public void committed(List<KvUpdate> updates, @Nullable Cursor cursor) {
                if (cursor != null && cursor.version().asLong().orElseThrow() >= target) {
                    reached.countDown();
                }
            }
        };
        long begin = System.nanoTime();
        try (MvStoreFoldStore store = MvStoreFoldStore.open(MvStoreFoldSettings.in(directory));
                Follower follower = new Follower(source, store,
                        FollowerSettings.defaults().withBatches(batch, Duration.ofMillis(10)), List.of(),
                        List.of(observer))) {
            follower.start();
            reached.await();
            long micros = micros(begin);
            if (!follower.awaitCaughtUp(Duration.ofMinutes(5))) {
                throw new IllegalStateException("Follower must catch up, was " + follower.status());
            }
            System.out.println(Child.RESULT + micros + " " + micros(begin));
        }
    }

    private static long micros(long beginNanos) {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - beginNanos);
    }

}
