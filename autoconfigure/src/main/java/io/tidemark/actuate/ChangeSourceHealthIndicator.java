package io.tidemark.actuate;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.change.PostgresChangeSource;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether a change source hears of every change. One that is lost is unknown, not down: its tables pass their
 * caches by or serve what the application chose to serve, so that nobody is helped by taking the instance out of use.
 */
public final class ChangeSourceHealthIndicator extends AbstractHealthIndicator {

    private final ChangeSource source;

    private final LiveTables tables;

    /** Creates an indicator of {@code source}, which is to be attached to {@code tables}. */
    public ChangeSourceHealthIndicator(ChangeSource source, LiveTables tables) {
        this.source = source;
        this.tables = tables;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        if (this.tables.isConnected(this.source)) {
            builder.up();
        }
        else {
            builder.unknown();
        }
        builder.withDetails(ChangeSourceFigures.of(this.source, this.tables));
        builder.withDetail("impeded", this.tables.tables().stream().filter(this::isImpeded).map(TableId::toString).toList());
        if (this.source instanceof PostgresChangeSource postgres) {
            String fault = postgres.statistics().lastFault();
            if (fault != null) {
                builder.withDetail("lastFault", fault);
            }
        }
    }

    private boolean isImpeded(TableId table) {
        return this.source.covers(table) && this.tables.impediment(table) != null;
    }

}
