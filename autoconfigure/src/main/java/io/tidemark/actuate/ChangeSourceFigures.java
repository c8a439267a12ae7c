package io.tidemark.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.change.ChangeSourceStatistics;
import io.tidemark.livetable.change.PostgresChangeSource;

/** The figures of a change source, without messages. */
final class ChangeSourceFigures {

    private ChangeSourceFigures() {
    }

    static Map<String, Object> of(ChangeSource source, LiveTables tables) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("connected", tables.isConnected(source));
        if (source instanceof PostgresChangeSource postgres) {
            ChangeSourceStatistics statistics = postgres.statistics();
            figures.put("changes", statistics.changes());
            figures.put("malformed", statistics.malformed());
            figures.put("gaps", statistics.gaps());
            if (statistics.roundTripNanos() >= 0) {
                figures.put("lag", Duration.ofNanos(statistics.roundTripNanos()));
            }
        }
        return figures;
    }

}
