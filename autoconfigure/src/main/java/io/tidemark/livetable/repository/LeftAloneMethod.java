package io.tidemark.livetable.repository;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableReads;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A reading method of a live table that is not cached. Its calls are counted. */
record LeftAloneMethod(TableId table, KeyPath key, TableReads reads) implements MethodRole {

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        return this.reads.bypass(new PassingRead(invocation, this.table, this.key), BypassReason.METHOD);
    }

}
