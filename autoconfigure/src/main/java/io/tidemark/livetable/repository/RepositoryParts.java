package io.tidemark.livetable.repository;

import org.springframework.data.repository.core.EntityInformation;

import java.util.Collection;

import io.tidemark.livetable.TableReads;
import io.tidemark.livetable.TableWrites;
import io.tidemark.livetable.copy.RowCopier;

/** What the methods of one repository share. */
record RepositoryParts(TableReads reads, TableWrites writes, TableModel model, ScopedPaths paths,
        Collection<? extends RowCopier<?>> copiers, EntityInformation<Object, ?> rows) {
}
