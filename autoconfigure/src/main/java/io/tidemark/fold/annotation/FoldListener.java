package io.tidemark.fold.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a bean hear of the changes of a fold, as {@link io.tidemark.fold.FoldChangeListener} says: at least
 * once each, in order, and what it throws has the change come again. The method has one parameter, a
 * {@link io.tidemark.fold.FoldChange} of the type of the fold's values, and returns nothing.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface FoldListener {

    /** The name of the fold. */
    String value();

}
