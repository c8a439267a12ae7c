package io.tidemark.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells what the application lacks. */
final class IncompleteSetupFailureAnalyzer extends AbstractFailureAnalyzer<IncompleteSetupException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, IncompleteSetupException failure) {
        return new FailureAnalysis(failure.description(), failure.action(), failure);
    }

}
