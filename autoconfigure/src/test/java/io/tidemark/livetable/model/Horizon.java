package io.tidemark.livetable.model;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;

/** Knows what an application has to know by now. Thread-safe. */
interface Horizon {

    int LOOKS_FOR_ONE_AT_DATABASE = 3;

    /** Returns the number of the last commit that a read of {@code tables} must show if it begins now. */
    long of(Set<ModelTable> tables);

    /** Says that a writer of the application knows now that its commit is done. */
    void acknowledged(long number, List<RowChange> changes);

    /** Returns the horizon of an application that makes all the writes itself. */
    static Horizon ofAll(CommitLog log) {
        return new Horizon() {
            @Override
            public long of(Set<ModelTable> tables) {
                return log.acknowledged();
            }

            @Override
            public void acknowledged(long number, List<RowChange> changes) {
                log.acknowledge(number);
            }
        };
    }

    /**
     * Returns that horizon, which now and then looks what the database shows too: a commit shows to others before its
     * writer knows.
     */
    static Horizon ofVisible(CommitLog log, DataSource connections) {
        Horizon known = ofAll(log);
        JdbcTemplate jdbc = new JdbcTemplate(connections);
        AtomicLong looks = new AtomicLong();
        return new Horizon() {
            @Override
            public long of(Set<ModelTable> tables) {
                long number = known.of(tables);
                if (looks.incrementAndGet() % LOOKS_FOR_ONE_AT_DATABASE != 0) {
                    return number;
                }
                Long visible = jdbc.queryForObject("select number from ledger", Long.class);
                return visible != null ? Math.max(number, visible) : number;
            }

            @Override
            public void acknowledged(long number, List<RowChange> changes) {
                known.acknowledged(number, changes);
            }
        };
    }

}
