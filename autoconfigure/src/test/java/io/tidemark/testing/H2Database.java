package io.tidemark.testing;

import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.jdbc.core.JdbcTemplate;

/** An H2 database in memory that lives as long as its test class; a {@link DataSource} parameter gets the way there. */
public final class H2Database implements BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(H2Database.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).computeIfAbsent(Database.class, (key) -> Database.create());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DataSource.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Database.class, Database.class).dataSource();
    }

    /** Shut down by JUnit with the store that holds it. */
    private record Database(HikariDataSource dataSource) implements AutoCloseable {

        static Database create() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
            config.setMaximumPoolSize(10);
            return new Database(new HikariDataSource(config));
        }

        @Override
        public void close() {
            try (this.dataSource) {
                new JdbcTemplate(this.dataSource).execute("shutdown");
            }
        }

    }

}
