package io.tidemark.fold;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A bucket in memory that can do all that a real one does to those who follow it: overwrite, evict, expire, purge, begin
 * again, go back in time, fail, stall, list too little, and lose subscriptions. Nothing of it is told to the follower.
 */
final class ScriptedFoldSource implements FoldSource {

    private final ManualPace pace;

    private final int history;

    private List<String> prefixes;

    private NavigableMap<Long, KvUpdate> log = new TreeMap<>();

    private long last;

    private long first = 1;

    private Instant createdAt = ManualPace.BEGINNING;

    private final Deque<RuntimeException> failures = new ArrayDeque<>();

    private @Nullable Runnable onNextSubscribe;

    private @Nullable Runnable onNextList;

    private @Nullable Runnable onNextDelivery;

    private int missingFromListing;

    private @Nullable ScriptedSubscription current;

    boolean stalled;

    int openSubscriptions;

    int listings;

    final List<Long> subscribedAfter = new ArrayList<>();

    ScriptedFoldSource(ManualPace pace, int history, String... prefixes) {
        this.pace = pace;
        this.history = history;
        this.prefixes = List.of(prefixes);
    }

    ScriptedFoldSource(ManualPace pace, String... prefixes) {
        this(pace, 1, prefixes);
    }

    long put(String key, String value) {
        long revision = ++this.last;
        add(new KvUpdate.Put(new KvEntry(key, value.getBytes(StandardCharsets.UTF_8), Version.of(revision))));
        return revision;
    }

    long delete(String key) {
        long revision = ++this.last;
        add(new KvUpdate.Delete(key, Version.of(revision)));
        return revision;
    }

    long purge(String key) {
        this.log.values().removeIf(update -> update.key().equals(key));
        long revision = ++this.last;
        add(new KvUpdate.Purge(key, Version.of(revision)));
        return revision;
    }

    /** Loses a key without a word, as by age in the middle of a stream or by the removal of its delete marker. */
    void expire(String key) {
        this.log.values().removeIf(update -> update.key().equals(key));
        moveFirst();
    }

    /** Loses everything below a revision, as by a limit of the bucket. */
    void evictBelow(long revision) {
        this.log.headMap(revision, false).clear();
        this.first = Math.max(this.first, Math.min(revision, this.last + 1));
        moveFirst();
    }

    void recreate() {
        this.log = new TreeMap<>();
        this.last = 0;
        this.first = 1;
        this.createdAt = this.createdAt.plusSeconds(60);
    }

    Runnable backup() {
        NavigableMap<Long, KvUpdate> log = new TreeMap<>(this.log);
        long last = this.last;
        long first = this.first;
        return () -> {
            this.log = new TreeMap<>(log);
            this.last = last;
            this.first = first;
        };
    }

    void follow(String... prefixes) {
        this.prefixes = List.of(prefixes);
    }

    /** Has the next questions fail, one each. */
    void failNext(RuntimeException... failures) {
        this.failures.addAll(List.of(failures));
    }

    void beforeNextSubscribe(Runnable action) {
        this.onNextSubscribe = action;
    }

    void afterNextList(Runnable action) {
        this.onNextList = action;
    }

    void beforeNextDelivery(Runnable action) {
        this.onNextDelivery = action;
    }

    void listTooFew(int times) {
        this.missingFromListing = times;
    }

    void loseSubscription() {
        if (this.current != null) {
            this.current.lost = true;
        }
    }

    /** Forgets who subscribed, as a server does when a process is killed. */
    void killSubscriptions() {
        this.openSubscriptions = 0;
        this.current = null;
    }

    long last() {
        return this.last;
    }

    /** What a fold of the bucket must be. */
    Map<String, String> live() {
        Map<String, String> live = new TreeMap<>();
        for (KvUpdate update : this.log.values()) {
            if (!inScope(update.key())) {
                continue;
            }
            if (update instanceof KvUpdate.Put put) {
                live.put(put.key(), new String(put.entry().value(), StandardCharsets.UTF_8));
            }
            else {
                live.remove(update.key());
            }
        }
        return live;
    }

    @Override
    public String bucket() {
        return "routes";
    }

    @Override
    public SourceState describe() {
        ask();
        long keys = this.log.values().stream().map(KvUpdate::key).distinct().count();
        return new SourceState(new SourceIdentity("routes", this.createdAt, this.prefixes), this.first, this.last, keys);
    }

    @Override
    public void list(LiveKeySink sink) {
        ask();
        this.listings++;
        Map<String, KvUpdate> lastByKey = lastByKey();
        if (this.missingFromListing > 0) {
            this.missingFromListing--;
            lastByKey.keySet().stream().limit(lastByKey.size() / 2).forEach(key -> sink.accept(key, 1));
            throw new IncompleteListingException("half the keys", null);
        }
        lastByKey.forEach((key, update) -> {
            if (update instanceof KvUpdate.Put) {
                sink.accept(key, revision(update));
            }
        });
        this.onNextList = runOnce(this.onNextList);
    }

    @Override
    public FoldSubscription subscribe(long after) {
        ask();
        this.onNextSubscribe = runOnce(this.onNextSubscribe);
        this.subscribedAfter.add(after);
        ScriptedSubscription subscription = new ScriptedSubscription(after);
        this.current = subscription;
        this.openSubscriptions++;
        return subscription;
    }

    @Override
    public long pendingAfter(long revision) {
        ask();
        return this.log.tailMap(revision, false).values().stream().filter(each -> inScope(each.key())).count();
    }

    @Override
    public void onReachable(Runnable action) {
    }

    private void add(KvUpdate update) {
        this.log.put(this.last, update);
        List<Long> ofKey = this.log.entrySet()
            .stream()
            .filter(each -> each.getValue().key().equals(update.key()))
            .map(Map.Entry::getKey)
            .toList();
        ofKey.subList(0, Math.max(0, ofKey.size() - this.history)).forEach(this.log::remove);
        moveFirst();
    }

    private void moveFirst() {
        this.first = this.log.isEmpty() ? this.last + 1 : Math.max(this.first, this.log.firstKey());
    }

    private Map<String, KvUpdate> lastByKey() {
        Map<String, KvUpdate> lastByKey = new HashMap<>();
        this.log.values().stream().filter(each -> inScope(each.key())).forEach(each -> lastByKey.put(each.key(), each));
        return lastByKey;
    }

    private boolean inScope(String key) {
        return this.prefixes.isEmpty() || this.prefixes.stream().anyMatch(key::startsWith);
    }

    private void ask() {
        if (!this.failures.isEmpty()) {
            throw this.failures.remove();
        }
    }

    private static @Nullable Runnable runOnce(@Nullable Runnable action) {
        if (action != null) {
            action.run();
        }
        return null;
    }

    private static long revision(KvUpdate update) {
        return update.version().asLong().orElseThrow();
    }

    private final class ScriptedSubscription implements FoldSubscription {

        private final Deque<Long> initial = new ArrayDeque<>();

        private final int initialPending;

        private long position;

        private boolean lost;

        private boolean awake;

        private boolean closed;

        ScriptedSubscription(long after) {
            if (after == 0) {
                lastByKey().values().stream().map(ScriptedFoldSource::revision).sorted().forEach(this.initial::add);
                this.initialPending = this.initial.size();
                this.position = ScriptedFoldSource.this.last;
            }
            else {
                this.initialPending = (int) ScriptedFoldSource.this.log.tailMap(after, false)
                    .values()
                    .stream()
                    .filter(each -> inScope(each.key()))
                    .count();
                this.position = after;
            }
        }

        @Override
        public long initialPending() {
            return this.initialPending;
        }

        @Override
        public @Nullable Delivery next(long limitNanos) {
            if (this.closed) {
                throw new IllegalStateException("closed");
            }
            ScriptedFoldSource.this.onNextDelivery = runOnce(ScriptedFoldSource.this.onNextDelivery);
            Delivery delivery = poll();
            if (delivery == null && !this.awake && !this.lost) {
                ScriptedFoldSource.this.pace.advance(limitNanos);
                delivery = poll();
            }
            this.awake = false;
            if (delivery == null && this.lost) {
                throw new SubscriptionLostException("lost", null);
            }
            return delivery;
        }

        @Override
        public void wakeUp() {
            this.awake = true;
        }

        @Override
        public void close() {
            if (!this.closed) {
                this.closed = true;
                ScriptedFoldSource.this.openSubscriptions--;
            }
        }

        private @Nullable Delivery poll() {
            if (ScriptedFoldSource.this.stalled || this.lost) {
                return null;
            }
            while (!this.initial.isEmpty()) {
                long revision = this.initial.remove();
                KvUpdate update = ScriptedFoldSource.this.log.get(revision);
                if (update != null) {
                    return delivery(revision, update);
                }
            }
            for (var each : ScriptedFoldSource.this.log.tailMap(this.position, false).entrySet()) {
                this.position = each.getKey();
                if (inScope(each.getValue().key())) {
                    return delivery(each.getKey(), each.getValue());
                }
            }
            return null;
        }

        private Delivery delivery(long revision, KvUpdate update) {
            return new Delivery(revision, update.key().startsWith("unusable") ? null : update);
        }

    }

}
