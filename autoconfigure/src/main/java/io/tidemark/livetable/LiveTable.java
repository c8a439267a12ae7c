package io.tidemark.livetable;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a Spring Data repository a live table: its reads are cached, and writes, through it or any other repository of
 * the table, end what they make untrue.
 * <p>
 * On a method of such a repository it declares what that method's query depends on, for a native or joining query whose
 * tables can't be found from the mapping. What the type declares holds for its methods too; {@link #scopeIsolated} and
 * {@link #detached} are those of the type.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
public @interface LiveTable {

    /** The entities, besides that of the repository, whose tables the reads look at. */
    Class<?>[] dependsOn() default {};

    /** The names of tables without an entity that the reads look at, with their schema where the database needs it. */
    String[] dependsOnTables() default {};

    /**
     * Whether a write in one scope, such as a tenant, leaves the rows of all other scopes as they are. Otherwise it
     * ends what is cached of the whole table.
     */
    boolean scopeIsolated() default false;

    /**
     * Whether entities with attributes that were not loaded may be cached as they are. A reader who asks a cached one
     * for such an attribute gets the mapping's exception for a closed session. Otherwise they are not cached.
     */
    boolean detached() default false;

}
