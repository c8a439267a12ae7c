package io.tidemark.projection.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import io.tidemark.projection.autoconfigure.ProjectionJdbcProperties.Initialization;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/** Creates the table of the event store where it is missing. */
final class EventSchemaInitializer extends DataSourceScriptDatabaseInitializer {

    private static final String SCRIPT = "classpath:io/tidemark/projection/jdbc/schema-@@platform@@.sql";

    EventSchemaInitializer(DataSource dataSource, Initialization initialization) {
        super(dataSource, settings(dataSource, initialization));
    }

    private static DatabaseInitializationSettings settings(DataSource dataSource, Initialization initialization) {
        DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
        settings.setMode(mode(initialization));
        settings.setSchemaLocations(locations(dataSource, initialization));
        return settings;
    }

    private static DatabaseInitializationMode mode(Initialization initialization) {
        return switch (initialization) {
            case ALWAYS -> DatabaseInitializationMode.ALWAYS;
            case EMBEDDED -> DatabaseInitializationMode.EMBEDDED;
            case NEVER -> DatabaseInitializationMode.NEVER;
        };
    }

    // A database without a script is no fault unless the table was asked for.
    private static List<String> locations(DataSource dataSource, Initialization initialization) {
        PlatformPlaceholderDatabaseDriverResolver platforms = new PlatformPlaceholderDatabaseDriverResolver();
        return switch (initialization) {
            case ALWAYS -> platforms.resolveAll(dataSource, SCRIPT);
            case EMBEDDED -> platforms.resolveAll(dataSource, "optional:" + SCRIPT);
            case NEVER -> List.of();
        };
    }

}
