package io.tidemark.projection.autoconfigure;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import io.tidemark.autoconfigure.BackgroundRefresher;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.ProjectionRuntime;
import io.tidemark.projection.ProjectionClock;
import io.tidemark.projection.LoadObserver;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;
import io.tidemark.projection.autoconfigure.FlightApplications.Board;
import io.tidemark.projection.cache.NoneProjectionCache;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.beans.factory.BeanFactory;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P10")
class GoodGuestTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(CacheAutoConfiguration.class, JacksonAutoConfiguration.class,
                TaskExecutionAutoConfiguration.class, TidemarkAutoConfiguration.class,
                ProjectionAutoConfiguration.class))
        .withUserConfiguration(Application.class, Board.class);

    @ParameterizedTest
    @CsvSource({ "simple, ConcurrentMapCacheManager", "caffeine, CaffeineCacheManager", ", CaffeineCacheManager" })
    void cacheManagerIsTheOneOfSpringBoot(String type, String expected) {
        ApplicationContextRunner caching = this.runner.withUserConfiguration(Gates.class);
        ApplicationContextRunner typed = type != null ? caching.withPropertyValues("spring.cache.type=" + type)
                : caching;

        typed.run((context) -> {
            Gates gates = context.getBean(Gates.class);

            assertThat(gates.gate("DFW")).isEqualTo(1);
            assertThat(gates.gate("DFW")).isEqualTo(1);
            assertThat(context).getBean(CacheManager.class).satisfies((manager) -> {
                assertThat(manager.getClass().getSimpleName()).isEqualTo(expected);
                assertThat(manager.getCacheNames()).containsExactly("gates");
            });
        });
    }

    @Test
    void mapperOfApplicationIsNeitherReplacedNorUsed() {
        this.runner
            .withBean("naming", JsonMapperBuilderCustomizer.class,
                    () -> (builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE))
            .run((context) -> {
                assertThat(context).hasSingleBean(JsonMapper.class);
                context.getBean(Board.class).traffic().get("DFW");
                Projections projections = context.getBean(Projections.class);

                assertThat(projections.cachedState("airport-traffic", "DFW").bytes())
                    .isEqualTo("{\"delayMinutes\":12,\"departures\":2}".length());
            });
    }

    @Test
    void executorsAreTheOnesOfSpringBoot() {
        this.runner.run((context) -> assertThat(context.getBeanNamesForType(Executor.class))
            .containsExactly("applicationTaskExecutor"));
    }

    @Test
    void cacheOfApplicationWins() {
        this.runner.withBean("own", ProjectionCache.class, NoneProjectionCache::new).run((context) -> {
            assertThat(context).hasSingleBean(ProjectionCache.class);
            assertThat(context.getBean(Projections.class).cache()).isSameAs(context.getBean("own"));
        });
    }

    @Test
    void projectionsOfApplicationWin() {
        this.runner.withUserConfiguration(OwnProjections.class)
            .run((context) -> assertThat(context).hasSingleBean(Projections.class).hasBean("own"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Gates {

        private final AtomicInteger calls = new AtomicInteger();

        @Cacheable("gates")
        public int gate(String airport) {
            return this.calls.incrementAndGet();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnProjections {

        @Bean
        Projections own(ProjectionCache cache, TypedProjections types, BackgroundRefresher refresher,
                BeanFactory beanFactory, JsonCodecs json,
                ProjectionProperties properties) {
            return new Projections(new ProjectionDefinitions(beanFactory, null, json).define(types), cache,
                    properties.settings(),
                    new ProjectionRuntime(refresher::execute,
                            ProjectionClock.system(),
                            LoadObserver.NONE));
        }

    }

}
