package io.tidemark.directory;

import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The attributes that new files and directories get, so that only their owner can read them. */
public final class OwnerOnly {

    private OwnerOnly() {
    }

    /** Returns {@code rw-------} for a file at {@code path}, or nothing where the file system has no permissions. */
    public static FileAttribute<?>[] file(Path path) {
        return permissions(path, "rw-------");
    }

    /** Returns {@code rwx------} for a directory at {@code path}, or nothing where there are no permissions. */
    public static FileAttribute<?>[] directory(Path path) {
        return permissions(path, "rwx------");
    }

    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) };
    }

}
