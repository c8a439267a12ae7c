package io.tidemark.directory;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/** Says that a directory can't be created, written or locked. */
public final class UnusableDirectoryException extends StoreDirectoryException {

    UnusableDirectoryException(Path path, String was, @Nullable Throwable cause) {
        super(path, "Directory '%s' must be a directory that this process can write, %s: "
            .formatted(path, was) + "use another directory, or repair this one", cause);
    }

}
