package io.tidemark.livetable.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableWrites;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * A method that writes, or may, and nobody else sees every row of it: the tables are marked before it runs, and void
 * before its caller hears of it.
 */
final class WriteMethod implements MethodRole {

    private final Set<TableId> tables;

    private final TableWrites writes;

    private final ScopedPaths paths;

    WriteMethod(Set<TableId> tables, TableWrites writes, ScopedPaths paths) {
        this.tables = tables;
        this.writes = writes;
        this.paths = paths;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        List<TableWrites.TableWrite> begun = new ArrayList<>();
        Boolean committed = null;
        try {
            for (TableId table : this.tables) {
                TableWrites.TableWrite write = this.writes.begin(table, this.paths.written(table));
                begun.add(write);
                // Even if rows that others see are written in the same transaction.
                write.add(new TableChange.Changed(table));
            }
            Object answer = invocation.proceed();
            committed = true;
            return answer;
        }
        finally {
            // Of a call that failed nobody knows how far it came.
            for (TableWrites.TableWrite write : begun) {
                write.complete(committed);
            }
        }
    }

}
