package io.tidemark.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What the journal asks of a file system: files in one directory, by name. No method heeds the interrupt flag of the
 * calling thread, or changes it.
 */
interface FileLayer {

    /** Returns the names of all files. */
    List<String> list() throws IOException;

    /** Whether this still is the directory that was opened, and {@code name} is in it. */
    boolean contains(String name);

    long size(String name) throws IOException;

    InputStream read(String name) throws IOException;

    /** Creates a file to append to, or empties the one that is there. */
    Appendable create(String name) throws IOException;

    /** Whether memory can be mapped to a file here so that a copy to it neither fails nor is lost with the process. */
    boolean canMap();

    /** Maps memory to a file of that size and fills both with zeros. Only where that can be done. */
    Mapped map(String name, int bytes) throws IOException;

    /** Cuts a file down to {@code size}, appends the bytes from the position to the limit, and forces it. */
    void complete(String name, long size, ByteBuffer rest) throws IOException;

    /** Renames a file, in place of the one that has that name. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** Forces what is in a file, whoever wrote it. */
    void force(String name) throws IOException;

    /** Forces the names of the files, as {@link Appendable#force()} forces what is in them. */
    void forceNames() throws IOException;

    /** A file that grows at its end. One thread writes at a time; another one may force. */
    interface Appendable extends Closeable {

        /** Appends the bytes from the position to the limit. Some may have been written if this fails. */
        void write(ByteBuffer bytes) throws IOException;

        /** Cuts the file down to {@code size}; the next bytes follow there. */
        void truncate(long size) throws IOException;

        /** Forces what was written to the storage device. */
        void force() throws IOException;

    }

    /** Memory that is a file too. The operating system has what was copied there, as after a write. */
    interface Mapped extends Closeable {

        /** Returns all of it. For one thread at a time, and not once this is closed. */
        ByteBuffer memory();

        /** Fails if somebody has cut the file, so that it is unknown what became of the copies. */
        void requireWhole() throws IOException;

    }

}
