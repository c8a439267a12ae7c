package io.tidemark.livetable.autoconfigure;

import io.tidemark.livetable.copy.NotCopyableException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which rows of which repository can't be copied, and what to do. */
final class NotCopyableFailureAnalyzer extends AbstractFailureAnalyzer<NotCopyableException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NotCopyableException failure) {
        String repository = repository(rootFailure);
        String description = "Rows%s can't be kept: '%s' must be copyable, but %s %s.".formatted(
                repository != null ? " of the live repository '" + repository + "'" : "", failure.place(),
                failure.type().getTypeName(), failure.reason());
        String action = """
                Make it a record of immutable parts, define a bean of type RowCopier<%s>, or annotate the methods that \
                return such rows with @Uncached."""
            .formatted(failure.type().getSimpleName());
        return new FailureAnalysis(description, action, failure);
    }

    // The last one is nearest to the repository.
    private static @Nullable String repository(Throwable failure) {
        String name = null;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof BeanCreationException creation && creation.getBeanName() != null) {
                name = creation.getBeanName();
            }
        }
        return name;
    }

}
