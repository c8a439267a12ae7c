package io.tidemark.livetable.repository;

import java.util.Objects;

/** A repository was declared a live table and can't be one. Stops start-up. */
public final class UnsupportedRepositoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String repository;

    private final String action;

    /**
     * Creates the exception.
     * @param repository the name of the repository's interface
     * @param reason what is in the way, a clause that goes after the name
     * @param action what to do about it, a sentence
     */
    public UnsupportedRepositoryException(String repository, String reason, String action) {
        super("Repository '" + repository + "' can't be a live table: " + reason);
        this.repository = Objects.requireNonNull(repository, "repository");
        this.action = Objects.requireNonNull(action, "action");
    }

    /** Returns the name of the repository's interface. */
    public String repository() {
        return this.repository;
    }

    /** Returns what to do about it. */
    public String action() {
        return this.action;
    }

}
