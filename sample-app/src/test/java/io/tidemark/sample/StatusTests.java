package io.tidemark.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

import io.tidemark.fold.Fold;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;

import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(180)
class StatusTests {

    private static final String CLOSED = "{\"status\":\"closed\",\"note\":\"snow\"}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @BeforeEach
    void requireServer() {
        NatsProcess.require();
    }

    @Test
    void statusIsReadFromTheFoldAlsoWithoutNatsAndAfterARestart() throws Exception {
        String closed = "{\"iata\":\"ORD\",\"status\":\"closed\",\"note\":\"snow\",\"revision\":1}";
        try (NatsProcess nats = new NatsProcess(this.directory.resolve("nats"))) {
            try (ConfigurableApplicationContext context = start(nats)) {
                assertThat(send(context, "GET", "/ORD/status", "").statusCode()).isEqualTo(404);
                FoldSignal shown = new FoldSignal(statuses(context));

                assertThat(send(context, "PUT", "/ORD/status", CLOSED).body()).isEqualTo(closed);
                shown.await();

                assertThat(send(context, "GET", "/ORD/status", "").body()).isEqualTo(closed);
                nats.kill();
                assertThat(send(context, "GET", "/ORD/status", "").body()).isEqualTo(closed);
            }
            try (ConfigurableApplicationContext context = start(nats)) {
                assertThat(send(context, "GET", "/ORD/status", "").body()).isEqualTo(closed);
                HttpResponse<String> refused = send(context, "PUT", "/ORD/status", CLOSED);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(new JsonMapper().readTree(refused.body()).get("detail").stringValue())
                    .isEqualTo("The status can't be written now: there is no connection to NATS");

                FoldSignal shown = new FoldSignal(statuses(context));
                nats.start();
                assertThat(statuses(context).awaitCaughtUp(Duration.ofMinutes(1))).isTrue();
                assertThat(send(context, "PUT", "/ORD/status", CLOSED).statusCode()).isEqualTo(200);
                shown.await();

                assertThat(send(context, "GET", "/ORD/status", "").body()).contains("\"revision\":2");
            }
        }
    }

    @Test
    void wrongStatusIsAProblem() throws Exception {
        try (NatsProcess nats = new NatsProcess(this.directory.resolve("nats"));
                ConfigurableApplicationContext context = start(nats)) {
            assertThat(send(context, "PUT", "/XXX/status", CLOSED).statusCode()).isEqualTo(404);
            assertThat(send(context, "GET", "/XXX/status", "").statusCode()).isEqualTo(404);
            HttpResponse<String> blank = send(context, "PUT", "/ORD/status", "{\"status\":\" \"}");
            assertThat(blank.statusCode()).isEqualTo(400);
            assertThat(blank.body()).contains("\"field\":\"status\"");
        }
    }

    private ConfigurableApplicationContext start(NatsProcess nats) {
        return new SpringApplicationBuilder(FlightsApplication.class).profiles("fold")
            .run("--server.port=0", "--spring.datasource.url=jdbc:h2:file:" + this.directory.resolve("airports"),
                    "--tidemark.directory=" + this.directory.resolve("caches"),
                    "--tidemark.fold.nats.servers=" + nats.url());
    }

    private HttpResponse<String> send(ConfigurableApplicationContext context, String method, String path, String body)
            throws IOException, InterruptedException {
        String port = context.getEnvironment().getProperty("local.server.port");
        return this.http.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/airports" + path))
            .header("Content-Type", "application/json")
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(), BodyHandlers.ofString());
    }

    @SuppressWarnings("unchecked")
    private static Fold<AirportStatus> statuses(ConfigurableApplicationContext context) {
        return (Fold<AirportStatus>) context
            .getBeanProvider(ResolvableType.forClassWithGenerics(Fold.class, AirportStatus.class))
            .getObject();
    }

}
