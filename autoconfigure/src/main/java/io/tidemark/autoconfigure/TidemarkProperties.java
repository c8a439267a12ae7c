package io.tidemark.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings that all capabilities share.
 *
 * @param enabled Whether anything of Tidemark is configured.
 * @param directory Directory below which persistent caches keep their files, each in a directory of its own. It is
 * created, for its owner only, when a persistent cache is configured.
 */
@ConfigurationProperties("tidemark")
public record TidemarkProperties(@DefaultValue("true") boolean enabled, @Nullable String directory) {

    static final String DIRECTORY = "tidemark.directory";

    /**
     * Returns {@code value} as a path.
     * @throws InvalidConfigurationPropertyValueException if it is none
     */
    public static Path path(String property, String value) {
        // By hand, because the conversion service takes a relative path for a resource if the class path has one.
        try {
            if (!value.isBlank()) {
                return Path.of(value);
            }
        }
        catch (InvalidPathException ex) {
            throw new InvalidConfigurationPropertyValueException(property, value,
                    "must be a path, was '%s': %s".formatted(value, ex.getReason()));
        }
        throw new InvalidConfigurationPropertyValueException(property, value, "must be a path, was empty");
    }

}
