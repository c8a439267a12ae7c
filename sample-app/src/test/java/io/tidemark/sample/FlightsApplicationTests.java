package io.tidemark.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class FlightsApplicationTests {

    private static final String FLIGHT = """
            {"date":"2001-04-01T10:00","delay":20,"distance":1000,"origin":"DFW","destination":"ORD"}""";

    private final HttpClient http = HttpClient.newHttpClient();

    private final JsonMapper json = new JsonMapper();

    @TempDir
    Path directory;

    @Test
    void trafficFollowsTheFlights() throws Exception {
        try (ConfigurableApplicationContext context = start("caffeine")) {
            JsonNode first = get(context, "/api/airports/DFW/traffic");
            JsonNode second = get(context, "/api/airports/DFW/traffic");
            HttpResponse<String> recorded = post(context, FLIGHT);
            JsonNode third = get(context, "/api/airports/DFW/traffic");
            JsonNode fresh = get(context, "/api/airports/DFW/traffic?maxStale=PT1H");
            JsonNode empty = get(context, "/api/airports/00M/traffic");

            assertThat(first.get("departures").intValue()).isEqualTo(1103);
            assertThat(first.get("meanDelayMinutes").doubleValue()).isEqualTo(9.485040797824116);
            assertThat(first.get("maxDelayMinutes").intValue()).isEqualTo(298);
            assertThat(first.get("late").intValue()).isEqualTo(282);
            assertThat(first.get("destinations").intValue()).isEqualTo(113);
            assertThat(first.get("outcome").stringValue()).isEqualTo("REPLAY");
            assertThat(second.get("outcome").stringValue()).isEqualTo("HIT");
            assertThat(recorded.statusCode()).isEqualTo(201);
            assertThat(recorded.body()).isEqualTo("{\"sequence\":1104}");
            assertThat(third.get("outcome").stringValue()).isEqualTo("INCREMENTAL");
            assertThat(third.get("departures").intValue()).isEqualTo(1104);
            assertThat(fresh.get("outcome").stringValue()).isEqualTo("HIT");
            assertThat(empty.get("outcome").stringValue()).isEqualTo("EMPTY");
            assertThat(empty.get("departures").intValue()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"delay\":20,\"distance\":1,\"origin\":\"DFW\",\"destination\":\"ORD\"}|date|date must not be null",
            "{\"date\":\"2001-04-01\",\"delay\":20,\"distance\":1,\"origin\":\"DFW\",\"destination\":\"ORD\"}|date|date is malformed",
            "{\"date\":\"2001-04-01T10:00\",\"delay\":20,\"distance\":1,\"origin\":\"XXX\",\"destination\":\"ORD\"}|origin|origin must be a known airport, was 'XXX'" })
    void wrongFlightIsAProblemThatNamesTheField(String flight, String field, String detail) throws Exception {
        try (ConfigurableApplicationContext context = start("none")) {
            HttpResponse<String> response = post(context, flight);

            JsonNode problem = json.readTree(response.body());
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(problem.get("field").stringValue()).isEqualTo(field);
            assertThat(problem.get("detail").stringValue()).isEqualTo(detail);
        }
    }

    @Test
    void wrongQuestionIsAProblem() throws Exception {
        try (ConfigurableApplicationContext context = start("none")) {
            assertThat(send(context, "/api/airports/XXX/traffic").statusCode()).isEqualTo(404);
            assertThat(send(context, "/api/airports/DFW/traffic?maxStale=-PT1S").body())
                .contains("maxStale must not be negative, was PT-1S");
            assertThat(send(context, "/api/airports/DFW/traffic?maxStale=soon").statusCode()).isEqualTo(400);
            assertThat(post(context, "no json").statusCode()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "file", "mvstore" })
    void firstCallAfterARestartIsAHit(String profile) throws Exception {
        try (ConfigurableApplicationContext context = start(profile)) {
            assertThat(get(context, "/api/airports/DFW/traffic").get("outcome").stringValue()).isEqualTo("REPLAY");
        }
        try (ConfigurableApplicationContext context = start(profile)) {
            JsonNode restarted = get(context, "/api/airports/DFW/traffic");

            assertThat(restarted.get("outcome").stringValue()).isEqualTo("HIT");
            assertThat(restarted.get("departures").intValue()).isEqualTo(1103);
        }
    }

    @Test
    void actuatorShowsTheCacheAtWork() throws Exception {
        try (ConfigurableApplicationContext context = start("mvstore")) {
            get(context, "/api/airports/DFW/traffic");
            get(context, "/api/airports/DFW/traffic");

            JsonNode traffic = get(context, "/actuator/tidemark/projection/airport-traffic");
            assertThat(traffic.get("hits").intValue()).isEqualTo(1);
            assertThat(traffic.get("cache").get("backend").stringValue()).isEqualTo("mvstore");
            assertThat(get(context, "/actuator/tidemark").has("projection")).isTrue();
            assertThat(get(context, "/actuator/tidemark/livetable/airport").get("hits").intValue()).isEqualTo(1);
            assertThat(get(context, "/actuator/health").get("components").has("tidemark")).isTrue();
            assertThat(get(context, "/actuator/metrics/cache.gets?tag=result:hit&tag=cache:airport-traffic")
                .get("measurements").get(0).get("value").doubleValue()).isEqualTo(1);
            assertThat(send(context, "/actuator/prometheus").body())
                .contains("cache_gets_total{cache=\"airport-traffic\",cache_manager=\"tidemark\","
                        + "name=\"airport-traffic\",result=\"hit\"} 1.0");
        }
    }

    private ConfigurableApplicationContext start(String profile) {
        return new SpringApplicationBuilder(FlightsApplication.class).profiles(profile)
            .run("--server.port=0", "--spring.datasource.url=jdbc:h2:file:" + directory.resolve("flights"),
                    "--tidemark.directory=" + directory.resolve("caches"));
    }

    private JsonNode get(ConfigurableApplicationContext context, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(context, path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    private HttpResponse<String> send(ConfigurableApplicationContext context, String path)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(context, path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(ConfigurableApplicationContext context, String flight)
            throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(context, "/api/flights"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(flight))
            .build(), BodyHandlers.ofString());
    }

    private static URI uri(ConfigurableApplicationContext context, String path) {
        return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

}
