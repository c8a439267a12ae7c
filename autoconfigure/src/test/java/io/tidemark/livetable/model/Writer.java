package io.tidemark.livetable.model;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/** Writes the rows of its own, in every way that there is. Used by one thread. */
final class Writer {

    private final Random random;

    private final CommitLog log;

    private final Ledger ledger;

    private final AtomicLong stamps;

    private final List<Long> ids;

    private final Map<ModelTable, Map<Long, Row>> own = new EnumMap<>(ModelTable.class);

    Writer(Random random, CommitLog log, Ledger ledger, AtomicLong stamps, List<Long> ids) {
        this.random = random;
        this.log = log;
        this.ledger = ledger;
        this.stamps = stamps;
        this.ids = ids;
        for (ModelTable table : ModelTable.values()) {
            this.own.put(table, new HashMap<>());
        }
    }

    void write(ModelNode node) {
        List<RowChange> changes = changes(1 + this.random.nextInt(3), false);
        switch (this.random.nextInt(12)) {
            case 0, 1 -> withoutTransaction(node, changes.get(0));
            case 2 -> behindTheBack(node, changes.get(0));
            case 3, 4 -> rolledBack(node, changes);
            case 5, 6 -> withAnotherInside(node, changes);
            case 7 -> withSavepoint(node);
            default -> committed(node, changes);
        }
    }

    private void committed(ModelNode node, List<RowChange> changes) {
        long number = inTransaction(node, TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
            apply(node, changes);
            return number(node, changes);
        });
        acknowledge(node, number, changes);
    }

    private void rolledBack(ModelNode node, List<RowChange> changes) {
        inTransaction(node, TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
            apply(node, changes);
            if (this.random.nextBoolean()) {
                node.rows().flush();
            }
            status.setRollbackOnly();
            return 0;
        });
    }

    // The one inside is committed first, and stays so whatever becomes of the other.
    private void withAnotherInside(ModelNode node, List<RowChange> changes) {
        List<RowChange> outside = changes.subList(0, changes.size() / 2);
        List<RowChange> inside = changes.subList(changes.size() / 2, changes.size());
        boolean commits = this.random.nextBoolean();
        long number = inTransaction(node, TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
            apply(node, outside);
            long numberInside = inTransaction(node, TransactionDefinition.PROPAGATION_REQUIRES_NEW, (statusInside) -> {
                apply(node, inside);
                return number(node, inside);
            });
            acknowledge(node, numberInside, inside);
            if (!commits) {
                status.setRollbackOnly();
                return 0;
            }
            return number(node, outside);
        });
        if (commits) {
            acknowledge(node, number, outside);
        }
    }

    private void withSavepoint(ModelNode node) {
        List<RowChange> changes = changes(2, true);
        if (changes.size() < 2) {
            return;
        }
        List<RowChange> kept = changes.subList(0, 1);
        long number = inTransaction(node, TransactionDefinition.PROPAGATION_REQUIRED, (status) -> {
            node.jdbc().execute("savepoint before");
            applyByStatement(node, changes.get(1));
            node.jdbc().execute("rollback to savepoint before");
            applyByStatement(node, kept.get(0));
            return number(node, kept);
        });
        acknowledge(node, number, kept);
    }

    /** Writes in whatever transactions the repositories and templates have of their own. */
    private void withoutTransaction(ModelNode node, RowChange change) {
        long number = meanwhile(node, List.of(change), () -> apply(node, change));
        acknowledge(node, number, List.of(change));
    }

    /** Writes as nobody sees it, and says so. */
    private void behindTheBack(ModelNode node, RowChange change) {
        long number = meanwhile(node, List.of(change), () -> {
            this.ledger.writeDirectly(node.connections(), change);
            if (this.random.nextBoolean()) {
                node.tables().invalidate(change.table().id());
            }
            else {
                node.tables().invalidate(change.table().id().path().asPrefix());
            }
        });
        acknowledge(node, number, List.of(change));
    }

    // Another connection holds the number, so that nobody commits in between.
    private long meanwhile(ModelNode node, List<RowChange> changes, Runnable write) {
        try (Connection connection = node.connections().getConnection()) {
            connection.setAutoCommit(false);
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            long number = this.ledger.nextNumber(jdbc);
            this.log.register(number, changes);
            write.run();
            connection.commit();
            connection.setAutoCommit(true);
            return number;
        }
        catch (SQLException ex) {
            throw new IllegalStateException("The number could not be held", ex);
        }
    }

    private long inTransaction(ModelNode node, int propagation, Work work) {
        Long number = node.transaction(propagation, Set.of()).execute(work::in);
        return number != null ? number : 0;
    }

    private long number(ModelNode node, List<RowChange> changes) {
        if (this.ledger.tellsOthers() || this.random.nextBoolean()) {
            node.rows().flush();
        }
        long number = this.ledger.nextNumber(node.jdbc());
        this.log.register(number, changes);
        return number;
    }

    private void acknowledge(ModelNode node, long number, List<RowChange> changes) {
        for (RowChange change : changes) {
            if (change.row() != null) {
                this.own.get(change.table()).put(change.id(), change.row());
            }
            else {
                this.own.get(change.table()).remove(change.id());
            }
        }
        node.horizon().acknowledged(number, changes);
    }

    private void apply(ModelNode node, List<RowChange> changes) {
        for (RowChange change : changes) {
            apply(node, change);
            if (this.random.nextInt(4) == 0) {
                Optional<Row> seen = node.rows().find(change.table(), change.id());
                if (!seen.equals(Optional.ofNullable(change.row()))) {
                    throw new AssertionError("%s wrote %s and read %s (%s)".formatted(node.name(), change, seen,
                            node.tables().lastOutcome()));
                }
            }
        }
    }

    private void apply(ModelNode node, RowChange change) {
        Row before = this.own.get(change.table()).get(change.id());
        int way = this.random.nextInt(node.rows().ways());
        if (change.row() == null) {
            node.rows().delete(change.table(), before, way);
        }
        else if (before == null) {
            node.rows().insert(change.table(), change.row());
        }
        else {
            node.rows().update(change.table(), change.row(), way);
        }
    }

    private static void applyByStatement(ModelNode node, RowChange change) {
        node.rows().update(change.table(), change.row(), node.rows().ways() - 1);
    }

    private List<RowChange> changes(int count, boolean updatesOnly) {
        List<RowChange> changes = new ArrayList<>();
        ModelTable table = ModelTable.values()[this.random.nextInt(ModelTable.values().length)];
        int at = this.random.nextInt(this.ids.size());
        for (int i = 0; i < count; i++) {
            long id = this.ids.get((at + i) % this.ids.size());
            Row before = this.own.get(table).get(id);
            if (before != null || !updatesOnly) {
                boolean deletes = before != null && !updatesOnly && this.random.nextInt(4) == 0;
                changes.add(new RowChange(table, id,
                        deletes ? null : new Row(id, Areas.any(this.random), this.stamps.incrementAndGet())));
            }
            if (this.random.nextInt(3) == 0) {
                table = ModelTable.values()[this.random.nextInt(ModelTable.values().length)];
            }
        }
        return changes;
    }

    private interface Work {

        long in(TransactionStatus status);

    }

}
