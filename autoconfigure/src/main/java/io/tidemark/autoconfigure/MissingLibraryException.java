package io.tidemark.autoconfigure;

/** Says that what was configured needs a library that is not on the class path. */
public final class MissingLibraryException extends IncompleteSetupException {

    private final String coordinates;

    /**
     * Creates an exception.
     * @param subject what needs the library, as the start of a sentence
     * @param coordinates what to add: group, artifact and version
     * @param alternative what to do instead, as the end of a sentence
     */
    public MissingLibraryException(String subject, String coordinates, String alternative) {
        super("%s needs a library that is not on the class path.".formatted(subject),
                "Add the dependency '%s', or %s.".formatted(coordinates, alternative));
        this.coordinates = coordinates;
    }

    /** Returns what to add: group, artifact and version. */
    public String coordinates() {
        return this.coordinates;
    }

}
