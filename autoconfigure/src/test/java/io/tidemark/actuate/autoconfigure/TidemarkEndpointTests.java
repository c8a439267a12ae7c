package io.tidemark.actuate.autoconfigure;

import io.tidemark.actuate.TidemarkEndpoint;
import io.tidemark.projection.Projections;
import io.tidemark.projection.autoconfigure.FlightApplications.Application;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P12")
class TidemarkEndpointTests {

    private static final String PROJECTION = "/actuator/tidemark/projection/airport-traffic";

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
        .withUserConfiguration(WebApplication.class)
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

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    @Import(Application.class)
    static class WebApplication {

    }

}
