package io.tidemark.livetable;

import java.util.Optional;
import java.util.concurrent.Flow;

import io.tidemark.key.KeyPrefix;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;

/**
 * One live table in code: the reads and writes of its repository through the cache, and what is known of its changes.
 * <p>
 * Thread-safe. What the source throws reaches the caller as it is; a fault of the cache never does.
 *
 * @param <T> the entity
 * @param <ID> its identifier
 */
public interface LiveTableOperations<T, ID> {

    /** Returns the table. */
    TableId table();

    /** Returns a page of all rows, with their total. */
    Page<T> page(Pageable pageable);

    /** Returns the row with the identifier {@code id}, or nothing if there is none. */
    Optional<T> get(ID id);

    /** Returns the number of rows. */
    long count();

    /** Inserts or updates a row. When this returns outside a transaction, every later read sees it. */
    <S extends T> S save(S entity);

    /** Deletes a row. When this returns outside a transaction, no later read sees it. */
    void delete(T entity);

    /** Deletes the row with the identifier {@code id}, if there is one. */
    void deleteById(ID id);

    /**
     * Ends what is cached below {@code prefix}. No later read is answered with what was there before.
     * @return how many cached answers were removed
     * @throws IllegalArgumentException if the prefix does not lie in this table
     */
    long invalidate(KeyPrefix prefix);

    /**
     * Returns the changes of the table. Each subscriber is told of every change after {@code subscribe} has returned; one
     * that falls behind gets a {@link TableChange.Reset} in place of what it missed.
     */
    Flow.Publisher<TableChange> changes();

}
