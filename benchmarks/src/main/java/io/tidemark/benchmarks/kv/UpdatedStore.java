package io.tidemark.benchmarks.kv;

import java.util.List;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.KvUpdate;

/** A store of entries and a cursor. */
public interface UpdatedStore extends AutoCloseable {

    /** Applies the updates and moves the cursor, at once. */
    void apply(List<KvUpdate> batch, Cursor cursor);

    @Override
    void close();

}
