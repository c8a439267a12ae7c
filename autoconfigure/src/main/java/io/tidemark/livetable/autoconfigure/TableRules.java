package io.tidemark.livetable.autoconfigure;

import java.time.Duration;

import io.tidemark.autoconfigure.PropertyRules;
import io.tidemark.livetable.GapPolicy;
import io.tidemark.livetable.TableSettings;

import org.jspecify.annotations.Nullable;

/** Makes settings of a table out of properties below {@code prefix}, and blames the property that is wrong. */
record TableRules(String prefix) {

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private static final Duration LONGEST = Duration.ofDays(365);

    static TableRules of(String prefix) {
        return new TableRules(prefix);
    }

    static TableRules ofTable(String name) {
        boolean plain = name.matches("[a-z0-9-]+");
        return new TableRules(LiveTableProperties.PREFIX + ".tables" + (plain ? "." + name : "[" + name + "]"));
    }

    TableSettings settings(@Nullable Duration ttl, @Nullable Duration maxStale, @Nullable Duration negativeTtl,
            long maximumEntries, Duration loadTimeout, Duration replicaLag, GapPolicy onGap) {
        requireAge("ttl", ttl);
        requireAge("max-stale", maxStale);
        requireAge("negative-ttl", negativeTtl);
        requireAge("load-timeout", loadTimeout);
        PropertyRules.requireAtLeast(this.prefix + ".maximum-entries", maximumEntries, 1);
        PropertyRules.requireBetween(this.prefix + ".replica-lag", replicaLag, Duration.ZERO, LONGEST);
        if (ttl != null && maxStale != null && maxStale.compareTo(ttl) <= 0) {
            throw PropertyRules.invalid(this.prefix + ".max-stale", maxStale,
                    "must be longer than '%s.ttl', which is %s, was %s: both are counted from the load"
                        .formatted(this.prefix, PropertyRules.text(ttl), PropertyRules.text(maxStale)));
        }
        return new TableSettings(ttl, maxStale, negativeTtl, maximumEntries, loadTimeout, replicaLag, onGap);
    }

    private void requireAge(String name, @Nullable Duration value) {
        if (value != null) {
            PropertyRules.requireBetween(this.prefix + "." + name, value, SHORTEST, LONGEST);
        }
    }

}
