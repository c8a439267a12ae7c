package io.tidemark.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@TestInstance(Lifecycle.PER_CLASS)
class AirportTests {

    private static final String OHARE = """
            {"name":"O'Hare","city":"Chicago","state":"IL","country":"USA","latitude":41.98,"longitude":-87.9}""";

    private static final String SFO = OHARE.replace("O'Hare", "San Francisco International");

    private final HttpClient http = HttpClient.newHttpClient();

    private final JsonMapper json = new JsonMapper();

    private ConfigurableApplicationContext context;

    @BeforeAll
    void start(@TempDir Path directory) {
        this.context = new SpringApplicationBuilder(FlightsApplication.class).run("--server.port=0",
                "--spring.datasource.url=jdbc:h2:file:" + directory.resolve("airports"),
                "--tidemark.directory=" + directory.resolve("caches"));
    }

    @AfterAll
    void stop() {
        this.context.close();
    }

    @Test
    void pagesAreReadFromTheDatabaseOnce() throws Exception {
        String path = "?page=0&size=20&sort=city,asc&state=TX&q=inter";
        HttpResponse<String> first = get(path);
        HttpResponse<String> second = get(path);

        assertThat(outcome(first)).isEqualTo("miss");
        assertThat(outcome(second)).isEqualTo("hit");
        assertThat(second.body()).isEqualTo(first.body());
        JsonNode page = this.json.readTree(first.body());
        assertThat(page.get("content").get(0).get("state").stringValue()).isEqualTo("TX");
        assertThat(page.get("page").get("size").intValue()).isEqualTo(20);
        assertThat(airports()).isBetween(3375, 3376);
    }

    @Test
    void changedAirportIsInTheNextAnswers() throws Exception {
        get("?state=IL&size=200");
        get("/ORD");
        assertThat(outcome(get("/ORD"))).isEqualTo("hit");

        HttpResponse<String> changed = put("/ORD", OHARE);

        assertThat(changed.statusCode()).isEqualTo(200);
        HttpResponse<String> row = get("/ORD");
        HttpResponse<String> page = get("?state=IL&size=200");
        assertThat(outcome(page)).isEqualTo("miss");
        assertThat(this.json.readTree(row.body()).get("name").stringValue()).isEqualTo("O'Hare");
        assertThat(page.body()).contains("\"name\":\"O'Hare\"");
    }

    @Test
    void deletedAirportIsGone() throws Exception {
        get("/00M");
        int before = airports();

        assertThat(send("DELETE", "/00M", "").statusCode()).isEqualTo(204);

        assertThat(get("/00M").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/00M", "").statusCode()).isEqualTo(404);
        assertThat(airports()).isEqualTo(before - 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"name\":\" \",\"country\":\"USA\",\"latitude\":1,\"longitude\":1}|name|name must not be blank",
            "{\"name\":\"A\",\"country\":\"USA\",\"latitude\":91,\"longitude\":1}|latitude|latitude must be less than or equal to 90",
            "{\"name\":\"A\",\"country\":\"USA\",\"latitude\":\"north\",\"longitude\":1}|latitude|latitude is malformed" })
    void wrongAirportIsAProblemThatNamesTheField(String form, String field, String detail) throws Exception {
        HttpResponse<String> response = put("/ORD", form);

        JsonNode problem = this.json.readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(problem.get("field").stringValue()).isEqualTo(field);
        assertThat(problem.get("detail").stringValue()).isEqualTo(detail);
    }

    @Test
    void wrongQuestionIsAProblem() throws Exception {
        assertThat(get("/XXX").statusCode()).isEqualTo(404);
        assertThat(put("/XXX", OHARE).statusCode()).isEqualTo(404);
        HttpResponse<String> unknownSort = get("?sort=altitude");
        assertThat(unknownSort.statusCode()).isEqualTo(400);
        assertThat(this.json.readTree(unknownSort.body()).get("field").stringValue()).isEqualTo("sort");
        assertThat(this.json.readTree(get("?page=1000").body()).get("content").isEmpty()).isTrue();
    }

    @Test
    @Timeout(60)
    void changesAreStreamed() throws Exception {
        HttpResponse<InputStream> stream = this.http.send(HttpRequest.newBuilder(uri("/changes")).build(),
                BodyHandlers.ofInputStream());
        try (BufferedReader events = new BufferedReader(
                new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).isEqualTo(":subscribed");
            put("/SFO", SFO);

            assertThat(events.readLine()).isEmpty();
            assertThat(events.readLine()).isEqualTo("event:updated");
            assertThat(events.readLine()).startsWith("data:").contains("\"id\":\"SFO\"");
        }
    }

    private int airports() throws Exception {
        return this.json.readTree(get("").body()).get("page").get("totalElements").intValue();
    }

    private static String outcome(HttpResponse<String> response) {
        return response.headers().firstValue("X-Tidemark").orElseThrow();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    private HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return this.http.send(HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + this.context.getEnvironment().getProperty("local.server.port")
                + "/api/airports" + path);
    }

}
