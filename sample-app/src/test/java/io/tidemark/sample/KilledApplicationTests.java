package io.tidemark.sample;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** A process of its own, because a killed one is what this is about. */
@Tag("P6")
class KilledApplicationTests {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void firstCallAfterAKillIsAHit() throws Exception {
        JsonNode before = startAskAndKill();

        JsonNode after = startAskAndKill();

        assertThat(before.get("outcome").stringValue()).isEqualTo("REPLAY");
        assertThat(after.get("outcome").stringValue()).isEqualTo("HIT");
        assertThat(after.get("departures").intValue()).isEqualTo(1103);
        assertThat(after.get("watermark").intValue()).isEqualTo(1103);
    }

    private JsonNode startAskAndKill() throws Exception {
        // What the database forces is not the subject: each commit is on disk before the process is killed.
        String database = "jdbc:h2:file:%s;WRITE_DELAY=0".formatted(this.directory.resolve("flights"));
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                FlightsApplication.class.getName(), "--spring.profiles.active=journal", "--server.port=0",
                "--spring.datasource.url=" + database, "--tidemark.directory=" + this.directory.resolve("caches"))
            .directory(this.directory.toFile())
            .redirectErrorStream(true)
            .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            return ask(port(output));
        }
        finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String port(BufferedReader output) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            Matcher matcher = PORT.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("the application ended by itself:\n" + String.join("\n", lines));
    }

    private JsonNode ask(String port) throws Exception {
        URI uri = URI.create("http://localhost:" + port + "/api/airports/DFW/traffic");
        HttpResponse<String> response = this.http
            .send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonMapper().readTree(response.body());
    }

}
