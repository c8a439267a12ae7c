package io.tidemark.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class a {@link NatsServer} of its own, started from the path; a parameter of that type gets it. Without
 * the program the class is skipped, unless the system property {@value PostgresSchema#SERVERS_PROPERTY} says
 * {@code required}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NatsServerExtension.class)
public @interface EnabledIfNats {
}
