package io.tidemark.fold;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/** A follower that a test drives turn by turn, with what it told its listener. */
final class Following {

    private static final int TURNS = 20_000;

    final ManualPace pace;

    final ScriptedFoldSource source;

    final FoldStore store;

    final Progress progress;

    final FollowLoop loop;

    final List<KvUpdate> heard = new ArrayList<>();

    final List<Integer> batches = new ArrayList<>();

    final List<FollowerState> states = new ArrayList<>();

    @Nullable FoldListener before;

    Following(ScriptedFoldSource source, FoldStore store, ManualPace pace, FollowerSettings settings) {
        this.pace = pace;
        this.source = source;
        this.store = store;
        this.progress = new Progress("routes", Follower.cursorOf(store), pace, List.of(new FollowerObserver() {
            @Override
            public void stateChanged(FollowerStatus status) {
                Following.this.states.add(status.state());
            }
        }));
        this.loop = new FollowLoop(source, store, settings, List.of(this::hear), this.progress, pace);
    }

    static FollowerSettings settings() {
        return FollowerSettings.defaults().withBatches(3, Duration.ofMillis(10));
    }

    /** Takes turns until the fold has everything and has said so. */
    void settle() {
        until(() -> status().state() == FollowerState.LIVE && position() == this.source.last());
    }

    void until(BooleanSupplier condition) {
        for (int turn = 0; turn < TURNS; turn++) {
            if (condition.getAsBoolean()) {
                return;
            }
            this.loop.turn();
        }
        throw new AssertionError("Still " + status());
    }

    void turns(int count) {
        for (int turn = 0; turn < count; turn++) {
            this.loop.turn();
        }
    }

    /** Takes turns until that much time has passed. */
    void live(Duration time) {
        long end = this.pace.nanos() + time.toNanos();
        until(() -> this.pace.nanos() >= end);
    }

    FollowerStatus status() {
        return this.progress.status();
    }

    /** The position of the store, -1 if it has none. */
    long position() {
        Cursor cursor = this.store.cursor();
        return cursor == null ? -1 : cursor.version().asLong().orElseThrow();
    }

    Map<String, String> fold() {
        Map<String, String> fold = new TreeMap<>();
        this.store.forEachInRange("",
                entry -> fold.put(entry.key(), new String(entry.value(), StandardCharsets.UTF_8)));
        return fold;
    }

    List<String> heard() {
        return this.heard.stream().map(Following::describe).toList();
    }

    private void hear(List<KvUpdate> updates) throws Exception {
        if (this.before != null) {
            this.before.onUpdates(updates);
        }
        this.heard.addAll(updates);
        this.batches.add(updates.size());
    }

    private static String describe(KvUpdate update) {
        if (update instanceof KvUpdate.Put put) {
            return put.key() + "=" + new String(put.entry().value(), StandardCharsets.UTF_8) + "@" + put.version();
        }
        return "-" + update.key() + "@" + update.version();
    }

}
