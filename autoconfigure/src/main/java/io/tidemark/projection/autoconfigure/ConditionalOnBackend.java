package io.tidemark.projection.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.tidemark.projection.autoconfigure.ProjectionProperties.Backend;

import org.springframework.context.annotation.Conditional;

/** Matches if the cache of projections is kept by this backend. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnBackendCondition.class)
@interface ConditionalOnBackend {

    Backend value();

}
