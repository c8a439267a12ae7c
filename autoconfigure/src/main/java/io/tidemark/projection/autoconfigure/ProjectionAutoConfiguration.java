package io.tidemark.projection.autoconfigure;

import io.tidemark.autoconfigure.BackgroundRefresher;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.LoadObserver;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.ProjectionClock;
import io.tidemark.projection.ProjectionReader;
import io.tidemark.projection.ProjectionRuntime;
import io.tidemark.projection.Projections;

import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;

/** Auto-configuration of {@link Projections} and the cache that they share. */
@AutoConfiguration(after = TidemarkAutoConfiguration.class,
        afterName = "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration")
@ConditionalOnBooleanProperty(name = { "tidemark.enabled", "tidemark.projection.enabled" }, matchIfMissing = true)
@EnableConfigurationProperties(ProjectionProperties.class)
@Import({ NoneProjectionCacheConfiguration.class, FileProjectionCacheConfiguration.class,
        MvStoreProjectionCacheConfiguration.class, CaffeineProjectionCacheConfiguration.class,
        JournalledProjectionCacheConfiguration.class, JsonCodecsConfiguration.class, ProjectionReaderRegistrar.class })
public final class ProjectionAutoConfiguration {

    static final String READERS = "tidemarkProjectionReaders";

    ProjectionAutoConfiguration() {
    }

    @Bean
    TypedProjections tidemarkTypedProjections(ConfigurableListableBeanFactory beanFactory) {
        return TypedProjections.of(beanFactory);
    }

    @Bean
    @ConditionalOnMissingBean
    Projections projections(ProjectionProperties properties, ProjectionCache cache, TypedProjections projections,
            BackgroundRefresher refresher, ConfigurableListableBeanFactory beanFactory,
            ObjectProvider<EventSourceFactory> sources, ObjectProvider<JsonCodecs> json,
            ObjectProvider<ProjectionClock> clock, ObjectProvider<LoadObserver> observer) {
        ProjectionDefinitions definitions = new ProjectionDefinitions(beanFactory, sources.getIfAvailable(),
                json.getIfAvailable());
        ProjectionRuntime runtime = new ProjectionRuntime(refresher::execute,
                clock.getIfAvailable(ProjectionClock::system), observer.getIfAvailable(() -> LoadObserver.NONE));
        return new Projections(definitions.define(projections), cache, properties.settings(), runtime);
    }

    @Bean(READERS)
    ProjectionReaders tidemarkProjectionReaders(Projections projections, TypedProjections types) {
        return new ProjectionReaders(projections, types);
    }

    @Bean
    @Fallback
    @Scope(BeanDefinition.SCOPE_PROTOTYPE)
    ProjectionReader<?> projectionReader(ProjectionReaders readers, InjectionPoint point) {
        return readers.reader(point);
    }

}
