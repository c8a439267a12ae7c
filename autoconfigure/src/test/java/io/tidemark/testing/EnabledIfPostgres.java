package io.tidemark.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class in a schema of its own on the server that the environment variable
 * {@value PostgresSchema#URL_VARIABLE} names. A {@link javax.sql.DataSource} parameter gets the way there. Without the
 * variable the class is skipped, unless the system property {@value PostgresSchema#SERVERS_PROPERTY} says
 * {@code required}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(PostgresSchema.class)
public @interface EnabledIfPostgres {
}
