package io.tidemark.projection.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is damaged, and how to start all the same. */
final class DamagedProjectionCacheFailureAnalyzer extends AbstractFailureAnalyzer<DamagedProjectionCacheException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DamagedProjectionCacheException failure) {
        String action = """
                Nothing was changed. Copy '%s' if somebody is to look at it. Then set '%s' to false: the start uses what \
                '%s' says, keeps the damaged files with '.damaged' added to their names, and reads replay what is \
                missing. Or remove the directory to start empty."""
            .formatted(failure.directory(), ProjectionJournalProperties.FAIL_ON_DAMAGE,
                    ProjectionJournalProperties.ON_DAMAGE);
        return new FailureAnalysis(failure.getMessage(), action, failure);
    }

}
