package io.tidemark.livetable.repository;

import java.util.function.Function;

import io.tidemark.livetable.TableReads;
import io.tidemark.livetable.TableWrites;

/** What the methods of one repository share. */
record RepositoryParts(TableReads reads, TableWrites writes, TableModel model, ScopedPaths paths,
        Function<LiveTableSource, RowCopies> copies) {
}
