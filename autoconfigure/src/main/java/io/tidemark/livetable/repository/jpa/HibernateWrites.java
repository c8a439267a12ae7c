package io.tidemark.livetable.repository.jpa;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableWrites;
import io.tidemark.livetable.repository.ScopedPaths;
import io.tidemark.livetable.repository.transaction.TransactionWrites;

import org.hibernate.engine.spi.SharedSessionContractImplementor;

/**
 * Writes of Hibernate sessions. They end with Spring's transaction or, where a session has one of its own, with that.
 * Thread-safe.
 */
public final class HibernateWrites {

    private final TransactionWrites writes;

    private final ScopedPaths paths;

    // Of sessions whose transaction is not Spring's; each leaves when that ends.
    private final Map<SharedSessionContractImplementor, Map<KeyPath, TableWrites.TableWrite>> own = new ConcurrentHashMap<>();

    /**
     * Creates the writes.
     * @param writes hears of them
     * @param paths the scopes of writes
     */
    public HibernateWrites(TransactionWrites writes, ScopedPaths paths) {
        this.writes = Objects.requireNonNull(writes, "writes");
        this.paths = Objects.requireNonNull(paths, "paths");
    }

    void mark(SharedSessionContractImplementor session, Set<TableId> tables) {
        for (TableId table : tables) {
            write(session, table);
        }
    }

    void tell(SharedSessionContractImplementor session, TableChange change) {
        write(session, change.table()).add(change);
    }

    private TableWrites.TableWrite write(SharedSessionContractImplementor session, TableId table) {
        KeyPath path = this.paths.written(table);
        Supplier<TableWrites.TableWrite> begin = () -> this.writes.begin(table, path);
        return this.writes.isInTransaction() ? begin.get()
                : writesOf(session).computeIfAbsent(path, key -> begin.get());
    }

    private Map<KeyPath, TableWrites.TableWrite> writesOf(SharedSessionContractImplementor session) {
        return this.own.computeIfAbsent(session, key -> {
            session.getTransactionCompletionCallbacks()
                .registerCallback((success, completed) -> complete(completed, success));
            return new ConcurrentHashMap<>();
        });
    }

    private void complete(SharedSessionContractImplementor session, boolean success) {
        Map<KeyPath, TableWrites.TableWrite> completed = this.own.remove(session);
        if (completed != null) {
            // A commit that failed may have been done by the database.
            completed.values().forEach(write -> write.complete(success ? Boolean.TRUE : null));
        }
    }

}
