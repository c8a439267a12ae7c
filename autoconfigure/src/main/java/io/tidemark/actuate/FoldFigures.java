package io.tidemark.actuate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.FoldStatus;
import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.FoldUsage;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.FollowerStatus;

import org.jspecify.annotations.Nullable;

/** The figures of a fold, without keys and messages. */
final class FoldFigures {

    private FoldFigures() {
    }

    static Map<String, Object> of(FollowedFold<?> fold) {
        Map<String, Object> figures = progress(fold);
        FoldStatus status = fold.status();
        FollowerStatus follower = status.follower();
        figures.put("subscriptions", follower.subscriptions());
        figures.put("reconnects", follower.reconnects());
        figures.put("batches", follower.batches());
        figures.put("updates", follower.updates());
        figures.put("skipped", follower.skipped());
        figures.put("undecodable", status.undecodable());
        figures.put("resyncs", resyncs(follower));
        figures.put("reconciliations", follower.reconciliations());
        figures.put("staleKeys", follower.staleKeys());
        figures.put("guardTrips", follower.guardTrips());
        figures.put("damages", follower.damages());
        figures.put("faults", Map.of("source", follower.sourceFaults(), "store", follower.storeFaults(), "listener",
                follower.listenerFaults(), "observer", follower.observerFaults()));
        figures.put("store", usage(fold));
        return figures;
    }

    /** Returns how far the fold got. */
    static Map<String, Object> progress(FollowedFold<?> fold) {
        FoldStatus status = fold.status();
        FollowerStatus follower = status.follower();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("bucket", follower.bucket());
        figures.put("state", follower.state());
        figures.put("since", follower.since());
        putIfPresent(figures, "waitingFor", follower.waitingFor());
        figures.put("caughtUp", follower.caughtUp());
        putIfPresent(figures, "revision", revision(follower.durable()));
        figures.put("lastRevision", follower.lastRevision());
        figures.put("lag", follower.lag());
        putIfPresent(figures, "notMovingSince", follower.notMovingSince());
        putIfPresent(figures, "notLiveSince", status.notLiveSince());
        return figures;
    }

    static @Nullable Long revision(@Nullable Cursor cursor) {
        return cursor != null && cursor.version().asLong().isPresent() ? cursor.version().asLong().getAsLong() : null;
    }

    private static Map<String, Long> resyncs(FollowerStatus follower) {
        Map<String, Long> resyncs = new TreeMap<>();
        follower.resyncs()
            .forEach((reason, count) -> resyncs.put(reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
        return resyncs;
    }

    private static Map<String, Object> usage(FollowedFold<?> fold) {
        Map<String, Object> figures = new LinkedHashMap<>();
        try {
            FoldUsage usage = fold.usage();
            figures.put("entries", usage.entries());
            figures.put("bytes", usage.bytes());
            figures.put("diskBytes", usage.diskBytes());
            figures.put("damaged", usage.damaged());
            figures.put("condition", usage.condition());
        }
        catch (FoldStoreException ex) {
            figures.put("failed", true);
        }
        return figures;
    }

    private static void putIfPresent(Map<String, Object> figures, String name, @Nullable Object value) {
        if (value != null) {
            figures.put(name, value);
        }
    }

}
