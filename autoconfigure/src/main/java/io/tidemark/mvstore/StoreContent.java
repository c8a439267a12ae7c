package io.tidemark.mvstore;

/**
 * What is kept in a file.
 *
 * @param <F> the type of a file with its content
 */
@FunctionalInterface
public interface StoreContent<F> {

    /**
     * Returns the content of {@code file}, which was created or opened just now.
     * @throws DamagedFileException if it is not as it was written, as does any {@link RuntimeException}
     */
    F open(StoreFile file) throws DamagedFileException;

}
