package io.tidemark.mvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The files in a directory, numbered. The one with the highest number holds, unless it was still being built: then the
 * one before does. Whatever else is there was left by a process that was killed, and is deleted.
 */
final class RowFiles {

    private static final Pattern NAME = Pattern.compile("rows-([0-9a-f]{16})\\.mv");

    private static final String DAMAGED = "rows.damaged";

    private final Path directory;

    private final Settings settings;

    private long number;

    private volatile long damagedFiles;

    RowFiles(Path directory, Settings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /** Opens the file that holds, or a new one if there is none or it is damaged. */
    RowFile open() {
        return unchecked(this::openNewest);
    }

    /** Opens {@code file} again, or a new one if it is gone or damaged. */
    RowFile reopen(Path file) {
        return unchecked(() -> {
            RowFile open = open(file);
            return open != null ? open : createHolding();
        });
    }

    /** Creates a file that holds from now on, in place of {@code file}, which is kept as the damaged one. */
    RowFile replaceDamaged(Path file) {
        return unchecked(() -> {
            if (Files.exists(file)) {
                setAside(file);
            }
            return createHolding();
        });
    }

    /** Creates a file that holds from now on, in place of {@code file}, which is deleted. */
    RowFile replaceUnwanted(Path file) {
        return unchecked(() -> {
            Files.deleteIfExists(file);
            return createHolding();
        });
    }

    /** Creates an empty file that holds from when it is synced. */
    RowFile create() {
        return unchecked(() -> {
            number++;
            return RowFile.create(directory.resolve("rows-%016x.mv".formatted(number)), settings);
        });
    }

    /** Makes sure that new files are found after a power failure. */
    void forceNames() {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            unchecked(() -> {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                    return directory;
                }
            });
        }
    }

    /** Returns how many damaged files were met. */
    long damagedFiles() {
        return damagedFiles;
    }

    /** Returns the bytes of the damaged file that is kept. */
    long keptBytes() {
        Path damaged = directory.resolve(DAMAGED);
        return unchecked(() -> Files.exists(damaged) ? Files.size(damaged) : 0);
    }

    private RowFile openNewest() throws IOException {
        List<Path> files = list();
        RowFile open = null;
        for (int index = 0; index < files.size(); index++) {
            Path file = files.get(index);
            boolean last = index == files.size() - 1;
            if (open != null || damagedFiles > 0 || (!last && Files.size(file) < FileHeader.BYTES)) {
                Files.delete(file);
            }
            else {
                open = open(file);
            }
        }
        return open != null ? open : createHolding();
    }

    private RowFile createHolding() {
        RowFile created = create();
        boolean holds = false;
        try {
            created.sync();
            forceNames();
            holds = true;
            return created;
        }
        finally {
            if (!holds) {
                created.discard();
            }
        }
    }

    private @Nullable RowFile open(Path file) throws IOException {
        try {
            RowFile open = RowFile.open(file, settings);
            if (open == null) {
                Files.delete(file);
            }
            return open;
        }
        catch (DamagedFileException ex) {
            setAside(file);
            return null;
        }
        catch (NoSuchFileException ex) {
            return null;
        }
    }

    private void setAside(Path file) throws IOException {
        damagedFiles++;
        Files.move(file, directory.resolve(DAMAGED), StandardCopyOption.REPLACE_EXISTING);
    }

    private List<Path> list() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    files.add(entry);
                    number = Math.max(number, Long.parseUnsignedLong(name.group(1), 16));
                }
            }
        }
        files.sort(Comparator.comparing((Path file) -> file.getFileName().toString()).reversed());
        return files;
    }

    private static <T> T unchecked(FileOperation<T> operation) {
        try {
            return operation.apply();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    @FunctionalInterface
    private interface FileOperation<T> {

        T apply() throws IOException;

    }

}
