package io.tidemark.livetable.model;

import java.util.Locale;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table that hands out the numbers of commits. A number is held until its transaction ends. Thread-safe. */
final class Ledger {

    private final @Nullable String channel;

    private Ledger(@Nullable String channel) {
        this.channel = channel;
    }

    static Ledger silent() {
        return new Ledger(null);
    }

    /** Returns a ledger that notifies {@code channel} of each number when it is committed. */
    static Ledger notifying(String channel) {
        return new Ledger(channel);
    }

    boolean tellsOthers() {
        return this.channel != null;
    }

    long nextNumber(JdbcTemplate jdbc) {
        jdbc.update("update ledger set number = number + 1");
        Long number = jdbc.queryForObject("select number from ledger", Long.class);
        if (number == null) {
            throw new IllegalStateException("The ledger must have a number, had none");
        }
        if (this.channel != null) {
            jdbc.query("select pg_notify(?, ?)", (row) -> {
            }, this.channel, "INSERT ledger " + number);
        }
        return number;
    }

    /** Writes a row with SQL, in a transaction of its own. */
    void writeDirectly(DataSource connections, RowChange change) {
        JdbcTemplate jdbc = new JdbcTemplate(connections);
        String table = change.table().name().toLowerCase(Locale.ROOT);
        Row row = change.row();
        if (row == null) {
            jdbc.update("delete from %s where id = ?".formatted(table), change.id());
        }
        else if (jdbc.update("update %s set area = ?, stamp = ? where id = ?".formatted(table), row.area(), row.stamp(),
                row.id()) == 0) {
            jdbc.update("insert into %s values (?, ?, ?)".formatted(table), row.id(), row.area(), row.stamp());
        }
    }

}
