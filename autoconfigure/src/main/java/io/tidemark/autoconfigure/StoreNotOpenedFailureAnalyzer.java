package io.tidemark.autoconfigure;

import io.tidemark.directory.DirectoryInUseException;
import io.tidemark.directory.ForeignDirectoryException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which property helps when a store could not be opened. */
final class StoreNotOpenedFailureAnalyzer extends AbstractFailureAnalyzer<StoreNotOpenedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StoreNotOpenedException failure) {
        Throwable cause = failure.getCause();
        return new FailureAnalysis(cause.getMessage(), action(failure, cause), failure);
    }

    private static String action(StoreNotOpenedException failure, Throwable cause) {
        String property = failure.directoryProperty();
        if (cause instanceof DirectoryInUseException inUse) {
            return """
                    Another process, perhaps a previous one that is still stopping, holds '%s'. Stop it, wait longer \
                    with '%s', or give each process a directory of its own with '%s'."""
                .formatted(inUse.path(), failure.lockTimeoutProperty(), property);
        }
        if (cause instanceof ForeignDirectoryException foreign) {
            return "Set '%s' to a directory that is empty or missing, or remove what is in '%s' if nobody needs it."
                .formatted(property, foreign.path());
        }
        return "Set '%s' to a directory that this process can write, or choose a cache that needs none."
            .formatted(property);
    }

}
