package io.tidemark.livetable.autoconfigure;

import java.util.Optional;
import java.util.concurrent.Flow;

import io.tidemark.key.KeyPrefix;
import io.tidemark.livetable.LiveTableOperations;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.PagingAndSortingRepository;

/** A live table by its repository, whose proxy has the cache before it. */
final class RepositoryOperations<T, ID> implements LiveTableOperations<T, ID> {

    private final Object repository;

    private final Class<?> type;

    private final TableId table;

    private final LiveTables tables;

    RepositoryOperations(Object repository, Class<?> type, TableId table, LiveTables tables) {
        this.repository = repository;
        this.type = type;
        this.table = table;
        this.tables = tables;
    }

    @Override
    public TableId table() {
        return this.table;
    }

    @Override
    public Page<T> page(Pageable pageable) {
        return paging().findAll(pageable);
    }

    @Override
    public Optional<T> get(ID id) {
        return crud().findById(id);
    }

    @Override
    public long count() {
        return crud().count();
    }

    @Override
    public <S extends T> S save(S entity) {
        return crud().save(entity);
    }

    @Override
    public void delete(T entity) {
        crud().delete(entity);
    }

    @Override
    public void deleteById(ID id) {
        crud().deleteById(id);
    }

    @Override
    public long invalidate(KeyPrefix prefix) {
        if (!prefix.path().startsWith(this.table.path())) {
            throw new IllegalArgumentException(
                    "prefix must lie in table '%s', was %s".formatted(this.table, prefix));
        }
        return this.tables.invalidate(prefix);
    }

    @Override
    public Flow.Publisher<TableChange> changes() {
        return this.tables.changes(this.table);
    }

    @Override
    public String toString() {
        return "live table '%s' of %s".formatted(this.table, this.type.getName());
    }

    // The types are those of the repository, by which the bean is found.
    @SuppressWarnings("unchecked")
    private CrudRepository<T, ID> crud() {
        return (CrudRepository<T, ID>) require(CrudRepository.class);
    }

    @SuppressWarnings("unchecked")
    private PagingAndSortingRepository<T, ID> paging() {
        return (PagingAndSortingRepository<T, ID>) require(PagingAndSortingRepository.class);
    }

    private Object require(Class<?> wanted) {
        if (!wanted.isInstance(this.repository)) {
            throw new UnsupportedOperationException("Repository %s must extend %s for this, does not".formatted(
                    this.type.getName(), wanted.getSimpleName()));
        }
        return this.repository;
    }

}
