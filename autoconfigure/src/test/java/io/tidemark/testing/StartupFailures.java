package io.tidemark.testing;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator reads when an application doesn't start. */
public final class StartupFailures {

    private StartupFailures() {
    }

    /** Returns the analysis of the failure that ended the start of the context. */
    public static FailureAnalysis analyze(ApplicationContextAssertProvider<?> context) {
        Throwable failure = context.getStartupFailure();
        assertThat(failure).isNotNull();
        ArgumentResolver arguments = ArgumentResolver.of(Environment.class, new StandardEnvironment());
        FailureAnalysis analysis = SpringFactoriesLoader.forDefaultResourceLocation()
            .load(FailureAnalyzer.class, arguments, FailureHandler.handleMessage((message, cause) -> {
            }))
            .stream()
            .map((analyzer) -> analyze(analyzer, failure))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
        assertThat(analysis).as("analysis of %s", failure).isNotNull();
        return Objects.requireNonNull(analysis);
    }

    private static @Nullable FailureAnalysis analyze(FailureAnalyzer analyzer, Throwable failure) {
        return analyzer.analyze(failure);
    }

}
