package io.tidemark.autoconfigure;

/** Says that the application lacks something that its configuration asks for, and what to do about it. */
public class IncompleteSetupException extends RuntimeException {

    private final String description;

    private final String action;

    /** Creates an exception from what is wrong and what helps, each in a sentence. */
    public IncompleteSetupException(String description, String action) {
        super(description + " " + action);
        this.description = description;
        this.action = action;
    }

    /** Returns what is wrong. */
    public final String description() {
        return this.description;
    }

    /** Returns what helps. */
    public final String action() {
        return this.action;
    }

}
