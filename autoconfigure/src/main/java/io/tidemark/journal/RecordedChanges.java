package io.tidemark.journal;

/** Changes as records. */
abstract class RecordedChanges implements JournalChanges {

    abstract void make(Record record, Runnable inMemory);

    @Override
    public void put(byte[] key, byte[] value, long expiresAtMillis, Runnable inMemory) {
        make(new Record(Record.Op.PUT, key, value, expiresAtMillis), inMemory);
    }

    @Override
    public void put(byte[] key, byte[] head, byte[] value, long expiresAtMillis, Runnable inMemory) {
        make(new Record(Record.Op.PUT, key, head, value, expiresAtMillis), inMemory);
    }

    @Override
    public void delete(byte[] key, Runnable inMemory) {
        make(new Record(Record.Op.DELETE, key, Record.NOTHING, Journal.NEVER), inMemory);
    }

    @Override
    public void deletePrefix(byte[] prefix, Runnable inMemory) {
        make(new Record(Record.Op.DELETE_PREFIX, prefix, Record.NOTHING, Journal.NEVER), inMemory);
    }

    @Override
    public void deletePrefixExcept(byte[] prefix, byte[] kept, Runnable inMemory) {
        make(new Record(Record.Op.DELETE_PREFIX_EXCEPT, prefix, kept, Journal.NEVER), inMemory);
    }

    @Override
    public void expire(byte[] key, long expiresAtMillis, Runnable inMemory) {
        make(new Record(Record.Op.EXPIRE, key, Record.NOTHING, expiresAtMillis), inMemory);
    }

    @Override
    public void clear(Runnable inMemory) {
        make(new Record(Record.Op.CLEAR, Record.NOTHING, Record.NOTHING, Journal.NEVER), inMemory);
    }

}
