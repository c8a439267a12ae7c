package io.tidemark.directory;

import java.nio.file.Path;

/** Says that a directory holds files, but not the marker of the store that was to be opened in it. */
public final class ForeignDirectoryException extends StoreDirectoryException {

    private final String marker;

    private final String found;

    ForeignDirectoryException(Path path, String marker, String found) {
        super(path, "Directory '%s' must be empty or contain the file '%s', contained '%s': "
            .formatted(path, marker, found) + "use another directory, or empty this one if nobody needs what is in it",
                null);
        this.marker = marker;
        this.found = found;
    }

    /** Returns the name of the file that would say that the directory is ours. */
    public String marker() {
        return this.marker;
    }

    /** Returns the name of one of the files that were there instead. */
    public String found() {
        return this.found;
    }

}
