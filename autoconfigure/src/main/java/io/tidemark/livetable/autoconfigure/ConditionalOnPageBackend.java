package io.tidemark.livetable.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.tidemark.livetable.autoconfigure.LiveTableProperties.Backend;

import org.springframework.context.annotation.Conditional;

/** Matches if any live table is kept by this backend. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnPageBackendCondition.class)
@interface ConditionalOnPageBackend {

    Backend value();

}
