package io.tidemark.actuate.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.LiveTableFaults;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.cache.UnreliablePageCache;
import io.tidemark.livetable.change.ApplicationEventChangeSource;
import io.tidemark.livetable.change.ListenerConnections;
import io.tidemark.livetable.change.PostgresChangeSettings;
import io.tidemark.livetable.change.PostgresChangeSource;
import io.tidemark.livetable.repository.LiveTableTestConfiguration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P12")
class LiveTableHealthTests {

    @TempDir
    Path directory;

    private KeptTexts texts;

    private final ManualSource source = new ManualSource();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(LiveTableHealthAutoConfiguration.class,
                TidemarkHealthAutoConfiguration.class, HealthContributorAutoConfiguration.class,
                HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class));

    @BeforeEach
    void open() {
        this.texts = KeptTexts.onDisk(this.directory);
    }

    @AfterEach
    void close() {
        this.texts.close();
    }

    @Test
    void cacheOnDiskIsUpWithWhatItHolds() {
        onDisk().run((context) -> {
            this.texts.read("one", "a");

            Health health = health(context, "livetable");

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("backend", "mvstore")
                .containsEntry("entries", 1L)
                .containsEntry("damaged", 0L)
                .containsEntry("faults", 0L)
                .containsKeys("bytes", "diskBytes")
                .doesNotContainKey("lastFault");
        });
    }

    @Test
    @Tag("P4")
    void cacheThatCannotBeUsedIsDownWhileReadsGoOn() {
        onDisk().run((context) -> {
            this.texts.cache.close();
            this.texts.read("one", "a");

            Health health = health(context, "livetable");

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("backend", "mvstore").containsKey("error");
        });
    }

    @Test
    @Tag("P4")
    void faultThatWasSurvivedIsDetail() {
        UnreliablePageCache failing = new UnreliablePageCache(this.texts.cache);
        try (KeptTexts tables = KeptTexts.in(failing)) {
            this.runner.withBean(LiveTables.class, () -> tables.tables)
                .withBean(PageCache.class, () -> failing)
                .run((context) -> {
                    failing.failsToGet = true;
                    tables.read("one", "a");

                    Health health = health(context, "livetable");

                    assertThat(health.getStatus()).isEqualTo(Status.UP);
                    assertThat((Long) health.getDetails().get("faults")).isPositive();
                    assertThat(health.getDetails().get("lastFault")).isInstanceOf(LiveTableFaults.Fault.class);
                });
        }
    }

    @Test
    void cacheThatIsNoDefaultCandidateHasHealth() {
        this.runner.withBean(LiveTables.class, () -> this.texts.tables)
            .withBean("pages", PageCache.class, () -> this.texts.cache,
                    (definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
            .run((context) -> assertThat(health(context, "livetable").getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void eachOfSeveralCachesOnDiskIsShown() {
        try (KeptTexts second = KeptTexts.onDisk(this.directory.resolve("second"))) {
            onDisk().withBean("more", PageCache.class, () -> second.cache).run((context) -> {
                CompositeHealthContributor both = (CompositeHealthContributor) contributor(context, "livetable");

                assertThat(both.stream()).extracting((entry) -> entry.name()).containsExactly("pages", "more");
            });
        }
    }

    @Test
    void changeSourceThatIsLostIsUnknownAndTheApplicationStaysUp() {
        listening().withBean("db", HealthIndicator.class, () -> () -> Health.up().build()).run((context) -> {
            this.texts.read("one", "a");
            assertThat(source(context).getStatus()).isEqualTo(Status.UNKNOWN);
            this.texts.tables.attach(this.source);
            assertThat(source(context).getDetails()).containsEntry("connected", false)
                .containsEntry("impeded", List.of("texts/one"));

            this.source.sink().restored();

            assertThat(source(context).getStatus()).isEqualTo(Status.UP);
            assertThat(source(context).getDetails()).containsEntry("connected", true).containsEntry("impeded", List.of());
            this.source.sink().gap("the cable was cut");
            assertThat(source(context).getStatus()).isEqualTo(Status.UNKNOWN);
            assertThat(context.getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void figuresOfPostgresAreDetails() {
        PostgresChangeSource postgres = new PostgresChangeSource("postgres", PostgresChangeSettings.of("texts"),
                ListenerConnections.of("jdbc:postgresql://127.0.0.1:1/none", null, null, Duration.ofSeconds(1)));
        this.runner.withBean(LiveTables.class, () -> this.texts.tables)
            .withBean(ChangeSource.class, () -> postgres)
            .run((context) -> {
                Health health = ((HealthIndicator) ((CompositeHealthContributor) contributor(context, "changes"))
                    .getContributor("postgres")).health(true);

                assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
                assertThat(health.getDetails()).containsEntry("changes", 0L)
                    .containsEntry("gaps", 0L)
                    .containsEntry("malformed", 0L)
                    .doesNotContainKeys("lag", "lastFault");
            });
    }

    @Test
    void whatCannotBeLostHasNoHealth() {
        this.runner.withUserConfiguration(LiveTableTestConfiguration.class)
            .withBean(CaffeinePageCache.class, () -> new CaffeinePageCache(10))
            .withBean(ApplicationEventChangeSource.class, ApplicationEventChangeSource::new)
            .run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(HealthContributorRegistry.class).getContributor("tidemark")).isNull();
            });
    }

    @Test
    @Tag("P10")
    void healthIsSwitchedOffAndItsLibraryMayBeAbsent() {
        onDisk().withPropertyValues("management.health.tidemark.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean("tidemarkHealthContributor")
                .doesNotHaveBean("tidemarkLiveTableHealth"));
        new ApplicationContextRunner().withUserConfiguration(LiveTableTestConfiguration.class, Listed.class)
            .withBean(ChangeSource.class, () -> this.source)
            .withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tidemarkChangeSourceHealth"));
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LiveTableHealthAutoConfiguration.class))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("tidemarkLiveTableHealth"));
    }

    private ApplicationContextRunner onDisk() {
        return this.runner.withBean(LiveTables.class, () -> this.texts.tables)
            .withBean("pages", PageCache.class, () -> this.texts.cache);
    }

    private ApplicationContextRunner listening() {
        return this.runner.withBean(LiveTables.class, () -> this.texts.tables)
            .withBean(ChangeSource.class, () -> this.source);
    }

    private static Health source(ApplicationContext context) {
        CompositeHealthContributor sources = (CompositeHealthContributor) contributor(context, "changes");
        return ((HealthIndicator) sources.getContributor("manual")).health(true);
    }

    private static Health health(ApplicationContext context, String component) {
        return ((HealthIndicator) contributor(context, component)).health(true);
    }

    private static HealthContributor contributor(ApplicationContext context, String component) {
        CompositeHealthContributor tidemark = (CompositeHealthContributor) context
            .getBean(HealthContributorRegistry.class)
            .getContributor("tidemark");
        return tidemark.getContributor(component);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(LiveTableHealthAutoConfiguration.class)
    static class Listed {
    }

    private static final class ManualSource implements ChangeSource {

        private final Set<TableId> covered = Set.of(KeptTexts.table("one"));

        private @Nullable ChangeSink sink;

        ChangeSink sink() {
            return Objects.requireNonNull(this.sink, "sink");
        }

        @Override
        public String name() {
            return "manual";
        }

        @Override
        public boolean covers(TableId table) {
            return this.covered.contains(table);
        }

        @Override
        public void start(ChangeSink told) {
            this.sink = told;
        }

        @Override
        public void close() {
            this.sink = null;
        }

    }

}
