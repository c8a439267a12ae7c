package io.tidemark.fold.autoconfigure;

import java.util.Map;
import java.util.regex.Pattern;

import io.tidemark.autoconfigure.IncompleteSetupException;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of folds.
 *
 * @param enabled Whether folds are configured.
 * @param nats settings of the connection to NATS
 * @param folds Folds by name: letters, digits, '_' and '-'. Each follows a bucket, that of its name if it names none.
 */
@ConfigurationProperties(FoldProperties.PREFIX)
public record FoldProperties(@DefaultValue("true") boolean enabled,
        @NestedConfigurationProperty @DefaultValue NatsProperties nats,
        @DefaultValue Map<String, FollowedFoldProperties> folds) {

    static final String PREFIX = "tidemark.fold";

    static final String FOLDS = PREFIX + ".folds";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    public FoldProperties {
        folds = Map.copyOf(folds);
        folds.forEach((name, fold) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IncompleteSetupException(
                        "The name of a fold must be letters, digits, '_' and '-', was '%s'.".formatted(name),
                        "Rename it below '%s'.".formatted(FOLDS));
            }
            fold.check(property(name));
        });
    }

    /** Returns the name of the property that all settings of a fold are below. */
    static String property(String fold) {
        return FOLDS + "." + fold;
    }

}
