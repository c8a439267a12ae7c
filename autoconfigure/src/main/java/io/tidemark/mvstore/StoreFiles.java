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
 * one before does. Whatever else is there was left by a process that was killed, and is deleted. At most one damaged
 * file is kept, the latest, as {@code <name>.damaged}. To be used by one thread at a time.
 *
 * @param <F> the type of a file with its content
 */
public final class StoreFiles<F> {

    private final Path directory;

    private final String name;

    private final Pattern pattern;

    private final StoreSettings settings;

    private final StoreContent<F> content;

    private long number;

    private volatile long damagedFiles;

    /** Names the files in {@code directory} with what their names begin with. */
    public StoreFiles(Path directory, String name, StoreSettings settings, StoreContent<F> content) {
        this.directory = directory;
        this.name = name;
        this.pattern = Pattern.compile(name + "-([0-9a-f]{16})\\.mv");
        this.settings = settings;
        this.content = content;
    }

    /** Opens the file that holds, or a new one if there is none or it is damaged. */
    public F open() {
        return unchecked(() -> {
            try {
                return openNewest();
            }
            catch (DamagedFileException ex) {
                return replaceAll();
            }
        });
    }

    /**
     * Opens the file that holds, or a new one if there is none.
     * @throws DamagedFileException if the file is damaged; nothing has happened to it then
     */
    public F openUndamaged() throws DamagedFileException {
        try {
            return openNewest();
        }
        catch (DamagedFileException ex) {
            throw ex;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Opens {@code file} again, or a new one if it is gone or damaged. */
    public F reopen(Path file) {
        return unchecked(() -> {
            F open = openOrSetAside(file);
            return open != null ? open : createHolding();
        });
    }

    /**
     * Opens {@code file} again.
     * @throws DamagedFileException if it is gone or damaged
     */
    public F reopenUndamaged(Path file) throws DamagedFileException {
        try {
            F open = open(file);
            if (open == null) {
                throw new DamagedFileException("File '%s' must hold, was gone".formatted(file));
            }
            return open;
        }
        catch (DamagedFileException ex) {
            throw ex;
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Creates a file that holds from now on, in place of {@code file}, which is kept as the damaged one. */
    public F replaceDamaged(Path file) {
        return unchecked(() -> {
            if (Files.exists(file)) {
                setAside(file);
            }
            return createHolding();
        });
    }

    /** Creates a file that holds from now on, in place of {@code file}, which is deleted. */
    public F replaceUnwanted(Path file) {
        return unchecked(() -> {
            Files.deleteIfExists(file);
            return createHolding();
        });
    }

    /** Creates an empty file that holds from when it is synced. */
    public F create() {
        return unchecked(() -> contentOf(createFile()));
    }

    /** Makes sure that new files are found after a power failure. */
    public void forceNames() {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            unchecked(() -> {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                    return directory;
                }
            });
        }
    }

    /** Returns how many damaged files were set aside. */
    public long damagedFiles() {
        return damagedFiles;
    }

    /** Returns the bytes of the damaged file that is kept. */
    public long keptBytes() {
        Path damaged = damaged();
        return unchecked(() -> Files.exists(damaged) ? Files.size(damaged) : 0);
    }

    private F openNewest() throws IOException {
        List<Path> files = list();
        F open = null;
        for (int index = 0; index < files.size(); index++) {
            Path file = files.get(index);
            boolean last = index == files.size() - 1;
            if (open != null || (!last && Files.size(file) < FileHeader.BYTES)) {
                Files.delete(file);
            }
            else {
                open = open(file);
            }
        }
        return open != null ? open : createHolding();
    }

    private F replaceAll() throws IOException {
        List<Path> files = list();
        for (Path older : files.subList(1, files.size())) {
            Files.delete(older);
        }
        setAside(files.get(0));
        return createHolding();
    }

    private F createHolding() throws IOException {
        StoreFile created = createFile();
        boolean holds = false;
        try {
            F opened = content.open(created);
            created.sync();
            forceNames();
            holds = true;
            return opened;
        }
        finally {
            if (!holds) {
                created.discard();
            }
        }
    }

    private StoreFile createFile() throws IOException {
        number++;
        return StoreFile.create(directory.resolve("%s-%016x.mv".formatted(name, number)), settings);
    }

    private @Nullable F openOrSetAside(Path file) throws IOException {
        try {
            return open(file);
        }
        catch (DamagedFileException ex) {
            setAside(file);
            return null;
        }
    }

    private @Nullable F open(Path file) throws IOException {
        try {
            StoreFile open = StoreFile.open(file, settings);
            if (open == null) {
                Files.delete(file);
                return null;
            }
            return contentOf(open);
        }
        catch (NoSuchFileException ex) {
            return null;
        }
    }

    private F contentOf(StoreFile file) throws DamagedFileException {
        boolean opened = false;
        try {
            F result = content.open(file);
            opened = true;
            return result;
        }
        catch (RuntimeException ex) {
            throw new DamagedFileException("File '%s' must be a store, was not readable".formatted(file.path()), ex);
        }
        finally {
            if (!opened) {
                file.abandon();
            }
        }
    }

    private void setAside(Path file) throws IOException {
        damagedFiles++;
        Files.move(file, damaged(), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path damaged() {
        return directory.resolve(name + ".damaged");
    }

    private List<Path> list() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Matcher matcher = pattern.matcher(entry.getFileName().toString());
                if (matcher.matches()) {
                    files.add(entry);
                    number = Math.max(number, Long.parseUnsignedLong(matcher.group(1), 16));
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
