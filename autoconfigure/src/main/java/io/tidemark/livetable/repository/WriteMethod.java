package io.tidemark.livetable.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableWrites;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A method that writes, or may: the tables are marked before it runs, and void before its caller hears of it. */
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
                begun.add(this.writes.begin(table, this.paths.written(table)));
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
