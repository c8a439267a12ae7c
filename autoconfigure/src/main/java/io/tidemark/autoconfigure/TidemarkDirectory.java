package io.tidemark.autoconfigure;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

import io.tidemark.directory.OwnerOnly;
import io.tidemark.directory.StoreDirectoryException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory below which the capabilities keep their stores. Nothing is created before a store is opened.
 * <p>
 * Thread-safe.
 */
public final class TidemarkDirectory {

    private static final Logger logger = LoggerFactory.getLogger(TidemarkDirectory.class);

    private final Path path;

    /** Creates a view of {@code path}, which may not exist. */
    public TidemarkDirectory(Path path) {
        this.path = path;
    }

    /** Returns the directory, which may not exist. */
    public Path path() {
        return this.path;
    }

    /**
     * Opens a store where its property says or, if that is not set, at {@code location} below this directory, which is
     * then kept out of version control.
     * @param place what the properties say of the store
     * @param opener opens the store in a directory, which it creates if it is missing
     * @throws StoreNotOpenedException if the directory can't be used
     */
    public <T> T open(StorePlace place, Function<Path, T> opener) {
        String configured = place.path();
        Path directory = configured != null ? TidemarkProperties.path(place.pathProperty(), configured)
                : this.path.resolve(place.location());
        T store;
        try {
            store = opener.apply(directory);
        }
        catch (StoreDirectoryException ex) {
            throw new StoreNotOpenedException(configured != null ? place.pathProperty() : TidemarkProperties.DIRECTORY,
                    place.lockTimeoutProperty(), ex);
        }
        if (configured == null) {
            ignoreInVersionControl();
        }
        return store;
    }

    private void ignoreInVersionControl() {
        Path file = this.path.resolve(".gitignore");
        try {
            if (Files.notExists(file)) {
                Files.createFile(file, OwnerOnly.file(file));
                Files.writeString(file, "*\n", StandardOpenOption.WRITE);
            }
        }
        catch (FileAlreadyExistsException ex) {
            // Another context of this process, or another process, was first.
            return;
        }
        catch (IOException ex) {
            // No reason to stop: the directory itself could be used.
            logger.warn("File '{}' can't be written, so keep the directory out of version control yourself", file, ex);
        }
    }

    /**
     * Where a store is to be.
     *
     * @param path the directory that its property names, or null
     * @param pathProperty the name of that property
     * @param location where it is otherwise, relative to the directory of all
     * @param lockTimeoutProperty the name of the property that says how long to wait for the lock
     */
    public record StorePlace(@Nullable String path, String pathProperty, String location, String lockTimeoutProperty) {
    }

}
