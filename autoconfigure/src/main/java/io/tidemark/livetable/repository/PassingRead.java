package io.tidemark.livetable.repository;

import java.util.List;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.Rows;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableRead;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** A call that passes the cache by. */
record PassingRead(MethodInvocation call, TableId table, KeyPath key) implements TableRead<@Nullable Object> {

    @Override
    public List<KeyPath> dependencies() {
        return List.of();
    }

    @Override
    public @Nullable Object load() throws Throwable {
        return this.call.proceed();
    }

    @Override
    public @Nullable Rows toRows(@Nullable Object answer) {
        return null;
    }

    @Override
    public @Nullable Object toAnswer(Rows rows) {
        throw new IllegalStateException("A call that passes the cache by has no kept answer, was asked for " + this.key);
    }

}
