package io.tidemark.livetable.repository;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** What is done at a call of one method of a repository. Thread-safe. */
interface MethodRole {

    /** Calls the repository's own, and nothing else. */
    MethodRole PASS_THROUGH = MethodInvocation::proceed;

    /** Answers the call. */
    @Nullable Object invoke(MethodInvocation invocation) throws Throwable;

}
