package io.tidemark.actuate.autoconfigure;

import java.nio.file.Path;

import io.tidemark.actuate.TidemarkEndpoint;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;
import io.tidemark.projection.autoconfigure.JournalledApplications;
import io.tidemark.projection.autoconfigure.ProjectionAutoConfiguration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P12")
class TidemarkEndpointTests {

    private static final String PROJECTION = "/actuator/tidemark/projection/airport-traffic";

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, ProjectionAutoConfiguration.class,
                TidemarkEndpointAutoConfiguration.class, EndpointAutoConfiguration.class,
                WebEndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
                ManagementContextAutoConfiguration.class, ServletManagementContextAutoConfiguration.class,
                JacksonAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
                DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
        .withUserConfiguration(Application.class)
        .withPropertyValues("management.endpoints.web.exposure.include=tidemark");

    @Test
    void everyCacheIsListedWithItsFigures() {
        this.runner.run((context) -> {
            read(context);

            assertThat(http(context).get().uri("/actuator/tidemark")).hasStatusOk().bodyJson().satisfies((json) -> {
                assertThat(json).extractingPath("$.projection.airport-traffic.hits").isEqualTo(1);
                assertThat(json).extractingPath("$.projection.airport-traffic.misses").isEqualTo(1);
                assertThat(json).extractingPath("$.projection.airport-traffic.hitRatio").isEqualTo(0.5);
                assertThat(json).extractingPath("$.projection.airport-traffic.replays").isEqualTo(1);
                assertThat(json).extractingPath("$.projection.airport-traffic.heapEntries").isEqualTo(1);
                assertThat(json).extractingPath("$.projection.airport-traffic.cache.backend").isEqualTo("caffeine");
                assertThat(json).extractingPath("$.projection.airport-traffic.cache.entries").isEqualTo(1);
            });
            assertThat(http(context).get().uri(PROJECTION)).hasStatusOk()
                .bodyJson()
                .extractingPath("$.events")
                .isEqualTo(2);
        });
    }

    @Test
    void entryIsDescribedWithoutValueAndKey() {
        this.runner.run((context) -> {
            read(context);

            assertThat(http(context).get().uri(PROJECTION + "/entry?key=DFW")).hasStatusOk()
                .bodyJson()
                .satisfies((json) -> {
                    assertThat(json).extractingPath("$.watermark").isEqualTo(2);
                    assertThat(json).extractingPath("$.codec").isEqualTo("json");
                    assertThat(json).extractingPath("$.bytes").isEqualTo(34);
                    assertThat(json).extractingPath("$.inHeap").isEqualTo(true);
                    assertThat(json).extractingPath("$.cachedAt").asString().startsWith("20");
                    assertThat(json).extractingPath("$.key").isEqualTo("******");
                });
        });
    }

    @Test
    void keysAreShownWhereAsked() {
        this.runner.withPropertyValues("management.endpoint.tidemark.show-values=always").run((context) -> {
            read(context);

            assertThat(http(context).get().uri(PROJECTION + "/entry?key=DFW")).bodyJson()
                .extractingPath("$.key")
                .isEqualTo("DFW");
        });
    }

    @Test
    void keysAreShownToTheAuthorized() {
        this.runner
            .withPropertyValues("management.endpoint.tidemark.show-values=WHEN_AUTHORIZED",
                    "management.endpoint.tidemark.roles=operator")
            .run((context) -> {
                read(context);

                assertThat(http(context).get().uri(PROJECTION + "/entry?key=DFW")).bodyJson()
                    .extractingPath("$.key")
                    .isEqualTo("******");
                assertThat(http(context).get().uri(PROJECTION + "/entry?key=DFW").with(TidemarkEndpointTests::operator))
                    .bodyJson()
                    .extractingPath("$.key")
                    .isEqualTo("DFW");
            });
    }

    @Test
    void whatIsUnknownIsNotFound() {
        this.runner.withPropertyValues("management.endpoint.tidemark.access=UNRESTRICTED").run((context) -> {
            MockMvcTester http = http(context);

            assertThat(http.get().uri("/actuator/tidemark/projection/nothing")).hasStatus(404);
            assertThat(http.get().uri("/actuator/tidemark/nothing/airport-traffic")).hasStatus(404);
            assertThat(http.get().uri(PROJECTION + "/entry?key=JFK")).hasStatus(404);
            assertThat(http.get().uri(PROJECTION + "/value?key=DFW")).hasStatus(404);
            assertThat(http.delete().uri("/actuator/tidemark/projection/nothing?prefix=D")).hasStatus(404);
            assertThat(http.get().uri(PROJECTION + "/entry")).hasStatus(400);
        });
    }

    @Test
    void nothingCanBeChangedUnlessAccessIsOpened() {
        this.runner.run((context) -> {
            read(context);

            assertThat(http(context).delete().uri(PROJECTION + "?prefix=DFW")).hasStatus(405);
            assertThat(post(context, "{\"operation\": \"rebuild\", \"key\": \"DFW\"}")).hasStatus(405);
            assertThat(context.getBean(Projections.class).cachedState("airport-traffic", "DFW")).isNotNull();
        });
    }

    @Test
    void deleteRemovesEntriesBelowPrefix() {
        this.runner.withPropertyValues("management.endpoint.tidemark.access=UNRESTRICTED").run((context) -> {
            read(context);

            assertThat(http(context).delete().uri(PROJECTION + "?prefix=DF")).hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("{\"removed\": 1}");
            assertThat(context.getBean(Projections.class).cachedState("airport-traffic", "DFW")).isNull();
            assertThat(http(context).delete().uri(PROJECTION)).hasStatus(400);
            assertThat(http(context).delete().uri(PROJECTION + "?prefix=")).hasStatus(400);
        });
    }

    @Test
    void postRebuildsAndRefreshesOneEntry() {
        this.runner.withPropertyValues("management.endpoint.tidemark.access=UNRESTRICTED").run((context) -> {
            read(context);

            assertThat(post(context, "{\"operation\": \"refresh\", \"key\": \"DFW\"}")).hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("{\"outcome\": \"HIT\", \"watermark\": 2}");
            assertThat(post(context, "{\"operation\": \"rebuild\", \"key\": \"DFW\"}")).hasStatusOk()
                .bodyJson()
                .isStrictlyEqualTo("{\"outcome\": \"REPLAY\", \"watermark\": 2}");
            assertThat(post(context, "{\"operation\": \"explode\", \"key\": \"DFW\"}")).hasStatus(400);
            assertThat(post(context, "{\"operation\": \"rebuild\"}")).hasStatus(400);
        });
    }

    @Test
    void journalIsShownAndTakesSnapshotOnDemand(@TempDir Path directory) {
        JournalledApplications.journalled(this.runner, directory)
            .withPropertyValues("management.endpoint.tidemark.access=UNRESTRICTED")
            .run((context) -> {
                read(context);

                assertThat(http(context).get().uri(PROJECTION)).hasStatusOk().bodyJson().satisfies((json) -> {
                    assertThat(json).extractingPath("$.cache.backend").isEqualTo("caffeine");
                    assertThat(json).extractingPath("$.cache.persistent").isEqualTo(true);
                    assertThat(json).extractingPath("$.cache.journal.snapshots").isEqualTo(0);
                    assertThat(json).extractingPath("$.cache.journal.recovery.damaged").isEqualTo(0);
                });
                assertThat(post(context, "{\"operation\": \"snapshot\"}")).hasStatusOk()
                    .bodyJson()
                    .extractingPath("$.snapshots")
                    .isEqualTo(1);
                assertThat(http(context).get().uri(PROJECTION)).bodyJson().satisfies((json) -> {
                    assertThat(json).extractingPath("$.cache.journal.snapshotsTaken").isEqualTo(1);
                    assertThat(json).extractingPath("$.cache.journal.snapshotAt").asString().startsWith("20");
                });
                assertThat(post(context, "{\"operation\": \"rebuild\"}")).hasStatus(400);
            });
    }

    @Test
    void cacheWithoutJournalTakesNoSnapshot() {
        this.runner.withPropertyValues("management.endpoint.tidemark.access=UNRESTRICTED")
            .run((context) -> assertThat(post(context, "{\"operation\": \"snapshot\"}")).hasStatus(400));
    }

    @Test
    void endpointIsThereOnlyIfExposed() {
        this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
            .run((context) -> assertThat(context).doesNotHaveBean(TidemarkEndpoint.class));
        this.runner.withPropertyValues("tidemark.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean(TidemarkEndpoint.class));
    }

    private static void read(WebApplicationContext context) {
        Projections projections = context.getBean(Projections.class);
        projections.reader("airport-traffic").get("DFW");
        projections.reader("airport-traffic").get("DFW");
    }

    private static MockHttpServletRequest operator(MockHttpServletRequest request) {
        request.setUserPrincipal(() -> "alice");
        request.addUserRole("operator");
        return request;
    }

    private static MockMvcTester http(WebApplicationContext context) {
        return MockMvcTester.from(context);
    }

    private static MockMvcTester.MockMvcRequestBuilder post(WebApplicationContext context, String body) {
        return http(context).post().uri(PROJECTION).contentType(MediaType.APPLICATION_JSON).content(body);
    }

}
