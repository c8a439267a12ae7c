package io.tidemark.benchmarks.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;
import org.lmdbjava.Cursor;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.GetOp;
import org.lmdbjava.Txn;

/** LMDB. Deletes are in the page cache of the operating system when they return. */
final class LmdbRowStore implements RowStore {

    private static final long MAP_BYTES = 8L << 30;

    private static final int LONGEST_VALUE_BYTES = 1 << 17;

    private final Env<ByteBuffer> environment;

    private final Dbi<ByteBuffer> rows;

    private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();

    private final ThreadLocal<Session> session = ThreadLocal.withInitial(this::open);

    LmdbRowStore(Path directory) {
        this.environment = Env.create()
            .setMapSize(MAP_BYTES)
            .setMaxDbs(1)
            .open(directory.toFile(), EnvFlags.MDB_NOSYNC, EnvFlags.MDB_NORDAHEAD);
        this.rows = this.environment.openDbi("rows", DbiFlags.MDB_CREATE);
    }

    @Override
    public @Nullable Object get(RowKey key) {
        Session own = this.session.get();
        own.reader.renew();
        try {
            ByteBuffer found = this.rows.get(own.reader, own.key(key.bytes()));
            return found != null ? Row.read(found) : null;
        }
        finally {
            own.reader.reset();
        }
    }

    @Override
    public void put(RowKey key, byte[] value) {
        Session own = this.session.get();
        this.rows.put(own.key(key.bytes()), own.value(Row.of(value).toBytes()));
    }

    @Override
    public long deletePrefix(RowKey.Group group) {
        Session own = this.session.get();
        long removed = 0;
        try (Txn<ByteBuffer> transaction = this.environment.txnWrite()) {
            try (Cursor<ByteBuffer> cursor = this.rows.openCursor(transaction)) {
                boolean found = cursor.get(own.key(group.bytes()), GetOp.MDB_SET_RANGE);
                while (found && startsWith(cursor.key(), group.bytes())) {
                    cursor.delete();
                    removed++;
                    found = cursor.get(own.key(group.bytes()), GetOp.MDB_SET_RANGE);
                }
            }
            transaction.commit();
        }
        return removed;
    }

    @Override
    public void close() {
        this.sessions.forEach((each) -> each.reader.close());
        this.environment.close();
    }

    private Session open() {
        Session opened = new Session(this.environment);
        this.sessions.add(opened);
        return opened;
    }

    private static boolean startsWith(ByteBuffer key, byte[] prefix) {
        return key.remaining() >= prefix.length && key.slice(0, prefix.length).equals(ByteBuffer.wrap(prefix));
    }

    /** What a thread needs: a transaction to renew, and buffers outside the heap. */
    private static final class Session {

        private final Txn<ByteBuffer> reader;

        private final ByteBuffer key;

        private final ByteBuffer value = ByteBuffer.allocateDirect(LONGEST_VALUE_BYTES);

        Session(Env<ByteBuffer> environment) {
            this.reader = environment.txnRead();
            this.reader.reset();
            this.key = ByteBuffer.allocateDirect(environment.getMaxKeySize());
        }

        ByteBuffer key(byte[] bytes) {
            return this.key.clear().put(bytes).flip();
        }

        ByteBuffer value(byte[] bytes) {
            return this.value.clear().put(bytes).flip();
        }

    }

}
