package io.tidemark.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.Executor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Auto-configuration of what all capabilities share. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "tidemark.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TidemarkProperties.class)
public final class TidemarkAutoConfiguration {

    TidemarkAutoConfiguration() {
    }

    @Bean
    static UnknownKeyCheck tidemarkUnknownKeyCheck(Environment environment) {
        return new UnknownKeyCheck(environment);
    }

    @Bean
    @ConditionalOnMissingBean
    TidemarkDirectory tidemarkDirectory(TidemarkProperties properties, Environment environment) {
        String directory = properties.directory();
        return new TidemarkDirectory(directory != null ? TidemarkProperties.path(TidemarkProperties.DIRECTORY, directory)
                : Path.of(".tidemark", fileName(environment.getProperty("spring.application.name", ""))));
    }

    @Bean
    BackgroundRefresher tidemarkBackgroundRefresher(
            @Qualifier("applicationTaskExecutor") ObjectProvider<Executor> executors) {
        return new BackgroundRefresher(executors);
    }

    private static String fileName(String applicationName) {
        String name = applicationName.replaceAll("[^\\p{L}\\p{Nd}._-]", "_");
        return name.isEmpty() || name.matches("\\.+") ? "application" : name;
    }

}
