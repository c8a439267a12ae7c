package io.tidemark.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells which keys mean nothing, and what they may have been meant to be. */
final class UnknownKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnknownKeyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownKeyException failure) {
        return new FailureAnalysis(failure.getMessage(), "Correct or remove them.", failure);
    }

}
