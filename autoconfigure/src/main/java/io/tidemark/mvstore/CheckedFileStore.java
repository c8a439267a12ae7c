package io.tidemark.mvstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipOutputStream;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an MVStore in a {@link CheckedFile}, which is not closed with it. Threads that write rows never have to store
 * them: {@link StoreFile#commit()} and the store's own timer do.
 */
final class CheckedFileStore extends RandomAccessStore {

    private final CheckedFile file;

    private @Nullable WholeChunks wholeChunks;

    /** Takes chunks up to {@code forcedVersion} as complete, and reads all of the others before it accepts them. */
    CheckedFileStore(CheckedFile file, String name, Map<String, Object> settings, long forcedVersion)
            throws IOException {
        super(new HashMap<>(settings));
        this.file = file;
        this.wholeChunks = new WholeChunks(file, forcedVersion);
        init(name, false);
        setSize(file.size());
    }

    /** Says that the store was opened, so that chunks are as they are from now on. */
    void opened() {
        wholeChunks = null;
    }

    @Override
    public boolean shouldSaveNow(int unsavedMemory, int autoCommitMemory) {
        return false;
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
        try {
            ByteBuffer bytes = file.read(position, length);
            WholeChunks checked = wholeChunks;
            if (checked != null) {
                checked.require(position, bytes.duplicate());
            }
            readCount.incrementAndGet();
            readBytes.addAndGet(length);
            return bytes;
        }
        catch (DamagedFileException ex) {
            throw failure(DataUtils.ERROR_FILE_CORRUPT, "read", ex);
        }
        catch (IOException ex) {
            throw failure(DataUtils.ERROR_READING_FAILED, "read", ex);
        }
    }

    @Override
    protected void writeFully(SFChunk chunk, long position, ByteBuffer source) {
        int length = source.remaining();
        setSize(Math.max(size(), position + length));
        try {
            file.write(position, source);
        }
        catch (IOException ex) {
            throw failure(DataUtils.ERROR_WRITING_FAILED, "written", ex);
        }
        writeCount.incrementAndGet();
        writeBytes.addAndGet(length);
    }

    @Override
    protected void truncate(long size) {
        try {
            file.truncate(size);
        }
        catch (IOException ex) {
            throw failure(DataUtils.ERROR_WRITING_FAILED, "truncated", ex);
        }
        writeCount.incrementAndGet();
        setSize(Math.min(size(), size));
    }

    @Override
    public void sync() {
        try {
            file.force();
        }
        catch (IOException ex) {
            throw failure(DataUtils.ERROR_WRITING_FAILED, "forced", ex);
        }
    }

    @Override
    public void open(String fileName, boolean readOnly, char[] encryptionKey) {
        throw new UnsupportedOperationException("open");
    }

    @Override
    public FileStore<SFChunk> open(String fileName, boolean readOnly) {
        throw new UnsupportedOperationException("open");
    }

    @Override
    public void backup(ZipOutputStream out) {
        throw new UnsupportedOperationException("backup");
    }

    @Override
    public String toString() {
        return getFileName();
    }

    private MVStoreException failure(int errorCode, String done, IOException cause) {
        return DataUtils.newMVStoreException(errorCode, "File {0} could not be {1}", getFileName(), done, cause);
    }

}
