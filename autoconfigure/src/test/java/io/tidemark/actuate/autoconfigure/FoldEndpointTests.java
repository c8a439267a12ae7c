package io.tidemark.actuate.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.fold.FoldSourceFactory;
import io.tidemark.fold.Folds;
import io.tidemark.fold.FollowedFold;
import io.tidemark.fold.ResyncReason;
import io.tidemark.fold.autoconfigure.FoldApplications;
import io.tidemark.fold.autoconfigure.FoldAutoConfiguration;
import io.tidemark.fold.autoconfigure.MemoryBucket;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P12")
class FoldEndpointTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String FOLD = "/actuator/tidemark/fold/notes";

    private static final String READINESS = "/actuator/health/readiness";

    private final MemoryBucket bucket = new MemoryBucket("notes");

    @TempDir
    Path directory;

    private WebApplicationContextRunner runner;

    @BeforeEach
    void configure() {
        this.runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, FoldAutoConfiguration.class,
                    FoldEndpointAutoConfiguration.class, TidemarkEndpointAutoConfiguration.class,
                    FoldHealthAutoConfiguration.class, TidemarkHealthAutoConfiguration.class,
                    FoldReadinessAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
                    AvailabilityProbesAutoConfiguration.class, EndpointAutoConfiguration.class,
                    WebEndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
                    ManagementContextAutoConfiguration.class, ServletManagementContextAutoConfiguration.class,
                    JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
            .withBean("applicationAvailability", ApplicationAvailabilityBean.class)
            .withBean(FoldSourceFactory.class, () -> (name, prefixes) -> this.bucket)
            .withPropertyValues("management.endpoints.web.exposure.include=tidemark,health",
                    "management.endpoint.tidemark.access=UNRESTRICTED", "management.endpoint.health.show-details=ALWAYS",
                    "management.endpoint.health.probes.enabled=true", "tidemark.directory=" + this.directory,
                    FoldApplications.NOTES + "type=java.lang.String", FoldApplications.NOTES + "initial-backoff=1ms",
                    FoldApplications.NOTES + "maximum-backoff=1ms");
    }

    @Test
    void foldIsShownWithItsFigures() {
        this.bucket.put("ORD", "closed");

        this.runner.run((context) -> {
            caughtUp(context);

            assertThat(http(context).get().uri("/actuator/tidemark")).hasStatusOk()
                .bodyJson()
                .extractingPath("$.fold.notes.bucket")
                .isEqualTo("notes");
            assertThat(http(context).get().uri(FOLD)).hasStatusOk().bodyJson().satisfies((json) -> {
                assertThat(json).extractingPath("$.state").isEqualTo("LIVE");
                assertThat(json).extractingPath("$.caughtUp").isEqualTo(true);
                assertThat(json).extractingPath("$.revision").isEqualTo(1);
                assertThat(json).extractingPath("$.lag").isEqualTo(0);
                assertThat(json).extractingPath("$.updates").isEqualTo(1);
                assertThat(json).extractingPath("$.store.entries").isEqualTo(1);
                assertThat(json).extractingPath("$.store.condition").isEqualTo("SOUND");
            });
        });
    }

    @Test
    void entryIsDescribedWithoutValueAndKey() {
        this.bucket.put("ORD", "closed");

        this.runner.run((context) -> {
            caughtUp(context);

            assertThat(http(context).get().uri(FOLD + "/entry?key=ORD")).hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("{\"bytes\":6,\"key\":\"******\",\"revision\":1}");
            assertThat(http(context).get().uri(FOLD + "/entry?key=DFW")).hasStatus(404);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            verify  | {"sound":true,"entries":1,"expectedEntries":1,"digestMatches":true,"damagedEntries":0}
            resync  | {"requested":true}
            reconcile | {"requested":true}
            """)
    void operationAnswersWhatCameOfIt(String operation, String answer) {
        this.bucket.put("ORD", "closed");

        this.runner.run((context) -> {
            caughtUp(context);

            assertThat(perform(context, operation)).hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo(answer);
        });
    }

    @Test
    void resyncReadsTheBucketAgain() {
        this.bucket.put("ORD", "closed");

        this.runner.run((context) -> {
            FollowedFold<?> fold = caughtUp(context);

            assertThat(perform(context, "resync")).hasStatusOk();

            FoldApplications.await(fold,
                    (each) -> each.status().follower().resyncs().containsKey(ResyncReason.REQUESTED));
        });
    }

    @Test
    void compactionAnswersTheSizes() {
        this.runner.run((context) -> {
            caughtUp(context);

            assertThat(perform(context, "compact")).hasStatusOk()
                .bodyJson()
                .hasPath("$.diskBytesBefore")
                .hasPath("$.diskBytes");
        });
    }

    @Test
    void foldIsNeitherInvalidatedNorDoesItKnowOtherOperations() {
        this.runner.run((context) -> {
            assertThat(http(context).delete().uri(FOLD + "?prefix=O")).hasStatus(400);
            assertThat(perform(context, "snapshot")).hasStatus(400);
        });
    }

    @Test
    void readinessWaitsForTheFirstCatchUpAndStays() {
        this.bucket.setUnreachable(true);

        this.runner.run((context) -> {
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
            assertThat(http(context).get().uri(READINESS)).hasStatus(503)
                .bodyJson()
                .isStrictlyEqualTo("{\"status\":\"OUT_OF_SERVICE\"}");
            assertThat(http(context).get().uri("/actuator/health/foldReadiness")).bodyJson()
                .extractingPath("$.details.catchingUp[0]")
                .isEqualTo("notes");

            this.bucket.setUnreachable(false);
            FollowedFold<?> fold = caughtUp(context);
            assertThat(http(context).get().uri(READINESS)).hasStatusOk();

            this.bucket.setUnreachable(true);
            FoldApplications.await(fold, (each) -> each.status().notLiveSince() != null);
            assertThat(http(context).get().uri(READINESS)).hasStatusOk();
        });
    }

    @ParameterizedTest
    @CsvSource({ "caught-up, 503", "copied, 200", "none, 200" })
    void copyFromBeforeTheStartIsEnoughWhereAsked(String readiness, int status) {
        this.bucket.put("ORD", "closed");
        this.runner.run(FoldEndpointTests::caughtUp);
        this.bucket.setUnreachable(true);

        this.runner.withPropertyValues(FoldApplications.NOTES + "readiness=" + readiness).run((context) -> {
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
            FoldApplications.await(context.getBean(Folds.class).get("notes"),
                    (each) -> each.status().follower().waitingFor() != null);

            assertThat(http(context).get().uri(READINESS)).hasStatus(status);
        });
    }

    @Test
    void readinessIsLeftAloneWhereSwitchedOff() {
        this.bucket.setUnreachable(true);

        this.runner.withPropertyValues("management.health.foldreadiness.enabled=false").run((context) -> {
            AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);

            assertThat(http(context).get().uri(READINESS)).hasStatusOk();
        });
    }

    @Test
    void healthTellsHowFarTheFoldGot() {
        this.bucket.put("ORD", "closed");

        this.runner.run((context) -> {
            caughtUp(context);

            assertThat(http(context).get().uri("/actuator/health/tidemark/fold/notes")).hasStatusOk()
                .bodyJson()
                .satisfies((json) -> {
                    assertThat(json).extractingPath("$.status").isEqualTo("UP");
                    assertThat(json).extractingPath("$.details.lag").isEqualTo(0);
                    assertThat(json).extractingPath("$.details.entries").isEqualTo(1);
                });
        });
    }

    @ParameterizedTest
    @CsvSource({ "1m, UNKNOWN, 200", "1ms, DOWN, 503" })
    void bucketThatIsMissingForTooLongIsDown(String patience, String expected, int status) {
        this.bucket.setMissing(true);

        // It waits for so long that the health of a connecting fold is not seen by chance.
        WebApplicationContextRunner waiting = this.runner.withPropertyValues(
                FoldApplications.NOTES + "not-moving-after=" + patience, FoldApplications.NOTES + "initial-backoff=1h",
                FoldApplications.NOTES + "maximum-backoff=1h");

        waiting.run((context) -> {
            FoldApplications.await(context.getBean(Folds.class).get("notes"),
                    (each) -> each.status().follower().waitingFor() != null);

            assertThat(http(context).get().uri("/actuator/health/tidemark/fold/notes")).hasStatus(status)
                .bodyJson()
                .satisfies((json) -> {
                    assertThat(json).extractingPath("$.status").isEqualTo(expected);
                    assertThat(json).extractingPath("$.details.waitingFor").isEqualTo("BUCKET");
                });
        });
    }

    @Test
    void applicationWithoutFoldsShowsNothing() {
        new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, FoldAutoConfiguration.class,
                    FoldEndpointAutoConfiguration.class, FoldHealthAutoConfiguration.class,
                    FoldReadinessAutoConfiguration.class, FoldMetricsAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=tidemark")
            .run((context) -> assertThat(context).doesNotHaveBean("tidemarkManagedFolds")
                .doesNotHaveBean("tidemarkFoldHealth")
                .doesNotHaveBean("foldReadinessHealthIndicator")
                .doesNotHaveBean("tidemarkFoldMeters"));
    }

    private static FollowedFold<?> caughtUp(ApplicationContext context) throws InterruptedException {
        FollowedFold<?> fold = context.getBean(Folds.class).get("notes");
        assertThat(fold.awaitCaughtUp(LIMIT)).isTrue();
        return fold;
    }

    private static MvcTestResult perform(WebApplicationContext context, String operation) {
        return http(context).post()
            .uri(FOLD)
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"operation\":\"%s\"}".formatted(operation))
            .exchange();
    }

    private static MockMvcTester http(WebApplicationContext context) {
        return MockMvcTester.from(context);
    }

}
