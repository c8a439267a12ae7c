package io.tidemark.testing;

import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.jdbc.core.JdbcTemplate;

/** A schema of a PostgreSQL server that lives as long as its test class. See {@link EnabledIfPostgres}. */
final class PostgresSchema implements ExecutionCondition, BeforeAllCallback, ParameterResolver {

    static final String URL_VARIABLE = "TIDEMARK_TEST_POSTGRES_URL";

    static final String SERVERS_PROPERTY = "tidemark.test.servers";

    private static final Namespace NAMESPACE = Namespace.create(PostgresSchema.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (System.getenv(URL_VARIABLE) != null || "required".equals(System.getProperty(SERVERS_PROPERTY))) {
            return ConditionEvaluationResult.enabled("A PostgreSQL server is named or required");
        }
        return ConditionEvaluationResult
            .disabled("No PostgreSQL server: set %s to its JDBC URL, user included".formatted(URL_VARIABLE));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        String url = System.getenv(URL_VARIABLE);
        if (url == null) {
            throw new IllegalStateException("%s must be set where %s=required: set it to a JDBC URL, user included"
                .formatted(URL_VARIABLE, SERVERS_PROPERTY));
        }
        context.getStore(NAMESPACE).computeIfAbsent(Schema.class, (key) -> Schema.create(url));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DataSource.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Schema.class, Schema.class).dataSource();
    }

    /** Dropped by JUnit with the store that holds it. */
    private record Schema(String name, HikariDataSource dataSource) implements AutoCloseable {

        static Schema create(String url) {
            String name = "tidemark_" + UUID.randomUUID().toString().replace("-", "");
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setSchema(name);
            config.setMaximumPoolSize(10);
            config.setMinimumIdle(0);
            HikariDataSource dataSource = new HikariDataSource(config);
            try {
                new JdbcTemplate(dataSource).execute("create schema " + name);
                return new Schema(name, dataSource);
            }
            catch (RuntimeException ex) {
                dataSource.close();
                throw ex;
            }
        }

        @Override
        public void close() {
            try (this.dataSource) {
                new JdbcTemplate(this.dataSource).execute("drop schema " + this.name + " cascade");
            }
        }

    }

}
