package io.tidemark.autoconfigure;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.io.support.SpringFactoriesLoader;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

    // Not to be set is a setting of its own for these.
    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "tidemark.fold.folds", "tidemark.fold.nats.connection-name", "tidemark.fold.nats.credentials",
            "tidemark.fold.nats.password", "tidemark.fold.nats.ssl.bundle", "tidemark.fold.nats.token",
            "tidemark.fold.nats.user", "tidemark.livetable.changes.postgres.data-source",
            "tidemark.livetable.changes.postgres.password", "tidemark.livetable.changes.postgres.url",
            "tidemark.livetable.changes.postgres.username", "tidemark.livetable.max-stale",
            "tidemark.livetable.mvstore.path", "tidemark.livetable.negative-ttl", "tidemark.livetable.ttl",
            "tidemark.projection.cache.caffeine.journal.path", "tidemark.projection.cache.file.path",
            "tidemark.projection.cache.mvstore.path", "tidemark.projection.jdbc.columns.id",
            "tidemark.projection.jdbc.table", "tidemark.projection.max-stale",
            "tidemark.projection.stale-while-revalidate");

    @Test
    void everyPropertyHasDescriptionAndDefault() throws Exception {
        List<JsonNode> properties = properties();

        assertThat(properties).extracting((property) -> property.path("name").asString())
            .contains("tidemark.enabled", "tidemark.directory", "tidemark.projection.cache.backend",
                    "tidemark.projection.cache.caffeine.journal.fsync-interval",
                    "tidemark.projection.jdbc.columns.stream-id", "management.endpoint.tidemark.access",
                    "management.endpoint.tidemark.show-values", "management.health.tidemark.enabled")
            .doesNotHaveDuplicates();
        assertThat(properties).allSatisfy((property) -> {
            String name = property.path("name").asString();
            assertThat(property.path("description").asString("")).as(name).matches("(?s)[A-Z].*\\.");
            assertThat(property.has("defaultValue")).as("default of %s", name)
                .isEqualTo(!WITHOUT_DEFAULT.contains(name));
        });
    }

    @Test
    void everyPropertyIsKnownToTheCheckOfKeys() throws Exception {
        KnownKeys known = new KnownKeys();
        SpringFactoriesLoader.forDefaultResourceLocation()
            .load(CapabilityProperties.class)
            .forEach((properties) -> known.add(properties.type()));

        assertThat(properties()).extracting((property) -> property.path("name").asString())
            .filteredOn((name) -> name.startsWith("tidemark."))
            .allSatisfy((name) -> assertThat(known.contains(
                    ConfigurationPropertyName.of(name))).as(name)
                .isTrue());
    }

    private static List<JsonNode> properties() throws Exception {
        Path classes = Path.of(TidemarkProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (InputStream metadata = Files
            .newInputStream(classes.resolve("META-INF/spring-configuration-metadata.json"))) {
            List<JsonNode> properties = new ArrayList<>();
            JsonMapper.builder().build().readTree(metadata).path("properties").forEach(properties::add);
            return properties;
        }
    }

}
