package io.tidemark.fold.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.tidemark.fold.BucketMissingException;
import io.tidemark.fold.Delivery;
import io.tidemark.fold.FoldSource;
import io.tidemark.fold.FoldSubscription;
import io.tidemark.fold.KvEntry;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.LiveKeySink;
import io.tidemark.fold.SourceIdentity;
import io.tidemark.fold.SourceState;
import io.tidemark.fold.SourceUnreachableException;
import io.tidemark.fold.SubscriptionLostException;
import io.tidemark.fold.Version;

import org.jspecify.annotations.Nullable;

/** A bucket in memory that keeps every update, and can be missing and out of reach. */
public final class MemoryBucket implements FoldSource {

    private final String name;

    private final List<KvUpdate> updates = new ArrayList<>();

    private final List<Subscription> subscriptions = new ArrayList<>();

    private final List<Runnable> waiting = new ArrayList<>();

    private boolean missing;

    private boolean unreachable;

    public MemoryBucket(String name) {
        this.name = name;
    }

    public synchronized long put(String key, String value) {
        long revision = this.updates.size() + 1;
        add(new KvUpdate.Put(new KvEntry(key, value.getBytes(StandardCharsets.UTF_8), Version.of(revision))));
        return revision;
    }

    public synchronized long delete(String key) {
        long revision = this.updates.size() + 1;
        add(new KvUpdate.Delete(key, Version.of(revision)));
        return revision;
    }

    public synchronized void setMissing(boolean missing) {
        this.missing = missing;
        this.waiting.forEach(Runnable::run);
    }

    public synchronized void setUnreachable(boolean unreachable) {
        this.unreachable = unreachable;
        if (unreachable) {
            List.copyOf(this.subscriptions).forEach(Subscription::lose);
        }
        else {
            this.waiting.forEach(Runnable::run);
        }
    }

    @Override
    public String bucket() {
        return this.name;
    }

    @Override
    public synchronized SourceState describe() {
        requireReachable();
        return new SourceState(new SourceIdentity(this.name, Instant.EPOCH, List.of()), 1, this.updates.size(),
                live().size());
    }

    @Override
    public synchronized void list(LiveKeySink sink) {
        requireReachable();
        live().forEach(sink::accept);
    }

    @Override
    public synchronized FoldSubscription subscribe(long after) {
        requireReachable();
        Subscription subscription = new Subscription();
        for (int i = (int) after; i < this.updates.size(); i++) {
            subscription.waiting.add(new Delivery(i + 1, this.updates.get(i)));
        }
        subscription.initialPending = subscription.waiting.size();
        this.subscriptions.add(subscription);
        return subscription;
    }

    @Override
    public synchronized long pendingAfter(long revision) {
        requireReachable();
        return Math.max(0, this.updates.size() - revision);
    }

    @Override
    public synchronized void onReachable(Runnable action) {
        this.waiting.add(action);
    }

    private void add(KvUpdate update) {
        this.updates.add(update);
        this.subscriptions.forEach((each) -> each.offer(new Delivery(this.updates.size(), update)));
    }

    private Map<String, Long> live() {
        Map<String, Long> live = new TreeMap<>();
        for (int i = 0; i < this.updates.size(); i++) {
            KvUpdate update = this.updates.get(i);
            if (update instanceof KvUpdate.Put) {
                live.put(update.key(), i + 1L);
            }
            else {
                live.remove(update.key());
            }
        }
        return live;
    }

    private void requireReachable() {
        if (this.unreachable) {
            throw new SourceUnreachableException("Bucket '%s' is out of reach".formatted(this.name), null);
        }
        if (this.missing) {
            throw new BucketMissingException("Bucket '%s' is missing".formatted(this.name), null);
        }
    }

    private final class Subscription implements FoldSubscription {

        private final Queue<Delivery> waiting = new ArrayDeque<>();

        private long initialPending;

        private boolean lost;

        private boolean woken;

        @Override
        public long initialPending() {
            return this.initialPending;
        }

        @Override
        public synchronized @Nullable Delivery next(long limitNanos) {
            long deadline = System.nanoTime() + limitNanos;
            while (this.waiting.isEmpty() && !this.lost && !this.woken && deadline - System.nanoTime() > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, deadline - System.nanoTime()));
                }
                catch (InterruptedException ex) {
                    Thread.currentThread().interrupt();
                    this.woken = true;
                }
            }
            this.woken = false;
            if (this.lost) {
                throw new SubscriptionLostException("Bucket '%s' was lost".formatted(MemoryBucket.this.name), null);
            }
            return this.waiting.poll();
        }

        @Override
        public synchronized void wakeUp() {
            this.woken = true;
            notifyAll();
        }

        @Override
        public void close() {
            synchronized (MemoryBucket.this) {
                MemoryBucket.this.subscriptions.remove(this);
            }
        }

        private synchronized void offer(Delivery delivery) {
            this.waiting.add(delivery);
            notifyAll();
        }

        private synchronized void lose() {
            this.lost = true;
            notifyAll();
        }

    }

}
