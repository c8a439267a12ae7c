package io.tidemark.livetable.autoconfigure;

import io.tidemark.livetable.repository.UnsupportedRepositoryException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which repository can't be a live table, why, and what to do. */
final class UnsupportedRepositoryFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedRepositoryException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedRepositoryException failure) {
        return new FailureAnalysis(failure.getMessage() + ".", failure.action(), failure);
    }

}
