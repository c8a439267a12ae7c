package io.tidemark.projection.cache;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds the rows that a directory holds, and removes what a process left behind that was killed: temporary files, and
 * files that end like ours but are no row of any key, or not in the place of that key. Other files are left alone.
 */
final class RowFileScan {

    private final RowDirectory directory;

    private final List<Found> found = new ArrayList<>();

    private long damaged;

    private RowFileScan(RowDirectory directory) {
        this.directory = directory;
    }

    static RowFileScan of(RowDirectory directory) throws IOException {
        RowFileScan scan = new RowFileScan(directory);
        for (int shard = 0; shard < RowFileNames.SHARDS; shard++) {
            scan.list(directory.shard(shard));
        }
        return scan;
    }

    /** Adds the rows to {@code index}, the one that was written first before the others. */
    void addTo(RowFileIndex index) {
        this.found.sort(Comparator.comparingLong(Found::writtenMillis));
        this.found.forEach(row -> index.put(row.key(), row.sizeBytes()));
    }

    /** Returns how many files were removed that end like a row but are none. */
    long damaged() {
        return this.damaged;
    }

    private void list(Path shard) throws IOException {
        if (!Files.isDirectory(shard, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(shard)) {
            for (Path file : files) {
                visit(file, file.getFileName().toString());
            }
        }
        catch (DirectoryIteratorException ex) {
            throw ex.getCause();
        }
    }

    private void visit(Path file, String name) throws IOException {
        boolean temporary = name.endsWith(RowFileNames.TEMPORARY);
        if (!temporary && !name.endsWith(RowFileNames.ROW)) {
            return;
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
                LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            return;
        }
        byte[] key = temporary ? null : key(file, name, attributes.size());
        if (key != null) {
            this.found.add(new Found(key, attributes.size(), attributes.lastModifiedTime().toMillis()));
            return;
        }
        Files.deleteIfExists(file);
        this.damaged += temporary ? 0 : 1;
    }

    private byte @Nullable [] key(Path file, String name, long sizeBytes) {
        if (sizeBytes > RowCodec.LARGEST_ROW) {
            return null;
        }
        byte[] key = RowFileNames.isHashed(name) ? storedKey(file, sizeBytes) : RowFileNames.key(name);
        return key != null && this.directory.place(key).file().equals(file) ? key : null;
    }

    private byte @Nullable [] storedKey(Path file, long sizeBytes) {
        try {
            byte[] bytes = this.directory.read(file, sizeBytes);
            return bytes == null ? null : RowCodec.key(bytes);
        }
        catch (IOException ex) {
            // A row that can't be read is as good as damaged, and must not keep the others from being found.
            return null;
        }
    }

    private record Found(byte[] key, long sizeBytes, long writtenMillis) {
    }

}
