package io.tidemark.journal;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Files in memory that know what of them was forced, so that they can be seen as they would be after the process was
 * killed or the power failed. Can run full and refuse to force.
 */
final class MemoryFiles implements FileLayer {

    private static final int SECTOR_BYTES = 512;

    private final Map<String, Content> names;

    private final Map<String, Content> forcedNames;

    private long freeBytes = Long.MAX_VALUE;

    private boolean forcing = true;

    private boolean cutting = true;

    private boolean mapping;

    private Runnable afterChange = () -> {
    };

    MemoryFiles() {
        this(new TreeMap<>());
    }

    private MemoryFiles(Map<String, Content> names) {
        this(names, names);
    }

    private MemoryFiles(Map<String, Content> names, Map<String, Content> forcedNames) {
        this.names = names;
        this.forcedNames = new TreeMap<>(forcedNames);
    }

    /** Runs something after each change of a file or a name. */
    void afterChange(Runnable afterChange) {
        this.afterChange = afterChange;
    }

    synchronized void setFreeBytes(long freeBytes) {
        this.freeBytes = freeBytes;
    }

    synchronized void setForcing(boolean forcing) {
        this.forcing = forcing;
    }

    /** Whether files can be cut down. */
    synchronized void setCutting(boolean cutting) {
        this.cutting = cutting;
    }

    /** Whether memory can be mapped. */
    synchronized MemoryFiles mapping(boolean mapping) {
        this.mapping = mapping;
        return this;
    }

    /** Returns the files as they are after the process was killed: what was not forced still is not. */
    synchronized MemoryFiles killed() {
        Map<Content, Content> copies = new IdentityHashMap<>();
        MemoryFiles killed = new MemoryFiles(copy(names, copies), copy(forcedNames, copies));
        killed.mapping = mapping;
        return killed;
    }

    private static Map<String, Content> copy(Map<String, Content> names, Map<Content, Content> copies) {
        Map<String, Content> copied = new TreeMap<>();
        names.forEach((name, content) -> copied.put(name,
                copies.computeIfAbsent(content, Content::copy)));
        return copied;
    }

    /** Returns the files as they may be after a power failure: what was not forced is there, or not, or zeros. */
    synchronized MemoryFiles powerLost(Random random) {
        Map<String, Content> left = new TreeMap<>();
        names.forEach((name, content) -> {
            if (forcedNames.get(name) == content || random.nextBoolean()) {
                left.put(name, content.lose(random));
            }
        });
        forcedNames.forEach((name, content) -> {
            if (!names.containsKey(name) && random.nextBoolean()) {
                left.put(name, content.lose(random));
            }
        });
        return new MemoryFiles(left).mapping(mapping);
    }

    synchronized byte[] content(String name) {
        return names.get(name).bytes.clone();
    }

    synchronized void put(String name, byte[] bytes) {
        names.put(name, new Content(bytes, bytes.length));
    }

    /** Whether all of a file was forced. */
    synchronized boolean isForced(String name) {
        Content content = names.get(name);
        return content.forced == content.bytes.length;
    }

    synchronized long totalBytes() {
        return names.values().stream().mapToLong(content -> content.bytes.length).sum();
    }

    @Override
    public synchronized List<String> list() {
        return new ArrayList<>(names.keySet());
    }

    @Override
    public synchronized boolean contains(String name) {
        return names.containsKey(name);
    }

    @Override
    public synchronized long size(String name) throws IOException {
        return existing(name).bytes.length;
    }

    @Override
    public synchronized InputStream read(String name) throws IOException {
        return new ByteArrayInputStream(existing(name).bytes);
    }

    @Override
    public Appendable create(String name) {
        Content content = new Content(new byte[0], 0);
        synchronized (this) {
            names.put(name, content);
        }
        afterChange.run();
        return new MemoryFile(content);
    }

    @Override
    public boolean canMap() {
        return mapping;
    }

    @Override
    public Mapped map(String name, int bytes) throws IOException {
        Content content = new Content(new byte[0], 0);
        synchronized (this) {
            names.put(name, content);
            if (grow(content, bytes) < bytes) {
                throw new IOException("No space left on device");
            }
            content.mapped = true;
        }
        afterChange.run();
        return new MappedMemory(content);
    }

    @Override
    public void complete(String name, long size, ByteBuffer rest) throws IOException {
        synchronized (this) {
            requireForcing();
            Content content = existing(name);
            content.cut((int) size);
            int length = rest.remaining();
            int written = Math.min(length, grow(content, length));
            rest.get(content.bytes, (int) size, written);
            if (written < length) {
                throw new IOException("No space left on device");
            }
            content.forced = content.bytes.length;
        }
        afterChange.run();
    }

    @Override
    public void rename(String from, String to) throws IOException {
        synchronized (this) {
            names.put(to, existing(from));
            names.remove(from);
        }
        afterChange.run();
    }

    @Override
    public void delete(String name) {
        synchronized (this) {
            names.remove(name);
        }
        afterChange.run();
    }

    @Override
    public void force(String name) throws IOException {
        synchronized (this) {
            requireForcing();
            Content content = existing(name);
            content.forced = content.bytes.length;
        }
        afterChange.run();
    }

    @Override
    public void forceNames() throws IOException {
        synchronized (this) {
            requireForcing();
            forcedNames.clear();
            forcedNames.putAll(names);
        }
        afterChange.run();
    }

    private int grow(Content content, int wanted) {
        int more = (int) Math.min(wanted, freeBytes);
        freeBytes -= freeBytes == Long.MAX_VALUE ? 0 : more;
        content.bytes = Arrays.copyOf(content.bytes, content.bytes.length + more);
        return more;
    }

    private Content existing(String name) throws IOException {
        Content content = names.get(name);
        if (content == null) {
            throw new FileNotFoundException(name);
        }
        return content;
    }

    private void requireForcing() throws IOException {
        if (!forcing) {
            throw new IOException("Input/output error");
        }
    }

    private static final class Content {

        private byte[] bytes;

        private int forced;

        private boolean mapped;

        // What was in memory some time ago, if this is mapped.
        private byte[] older = new byte[0];

        Content(byte[] bytes, int forced) {
            this.bytes = bytes;
            this.forced = forced;
        }

        Content copy() {
            Content copy = new Content(bytes.clone(), forced);
            copy.mapped = mapped;
            copy.older = older;
            return copy;
        }

        void cut(int size) {
            bytes = Arrays.copyOf(bytes, size);
            forced = Math.min(forced, size);
        }

        Content lose(Random random) {
            int length = forced + random.nextInt(bytes.length - forced + 1);
            byte[] left = Arrays.copyOf(bytes, mapped ? bytes.length : length);
            for (int sector = forced; sector < left.length; sector = (sector / SECTOR_BYTES + 1) * SECTOR_BYTES) {
                int end = Math.min(left.length, (sector / SECTOR_BYTES + 1) * SECTOR_BYTES);
                int dice = random.nextInt(mapped ? 4 : 3);
                if (dice == 3 && older.length > 0) {
                    System.arraycopy(older, sector, left, sector, end - sector);
                }
                else {
                    // Not written, or written when less of it was there.
                    int kept = dice == 0 ? sector : dice == 1 ? sector + random.nextInt(end - sector + 1) : end;
                    Arrays.fill(left, kept, end, (byte) 0);
                }
            }
            return new Content(left, left.length);
        }

    }

    private final class MappedMemory implements Mapped {

        private final Content content;

        MappedMemory(Content content) {
            this.content = content;
        }

        @Override
        public ByteBuffer memory() {
            return ByteBuffer.wrap(content.bytes);
        }

        @Override
        public void requireWhole() {
            // Asked whenever the tail is full.
            content.older = content.bytes.clone();
        }

        @Override
        public void close() {
        }

    }

    private final class MemoryFile implements Appendable {

        private final Content content;

        MemoryFile(Content content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer source) throws IOException {
            synchronized (MemoryFiles.this) {
                int length = source.remaining();
                int size = content.bytes.length;
                int written = grow(content, length);
                source.get(content.bytes, size, written);
                if (written < length) {
                    throw new IOException("No space left on device");
                }
            }
            afterChange.run();
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (MemoryFiles.this) {
                if (!cutting) {
                    throw new IOException("Input/output error");
                }
                content.cut((int) size);
            }
            afterChange.run();
        }

        @Override
        public void force() throws IOException {
            synchronized (MemoryFiles.this) {
                requireForcing();
                content.forced = content.bytes.length;
            }
            afterChange.run();
        }

        @Override
        public void close() {
        }

    }

}
