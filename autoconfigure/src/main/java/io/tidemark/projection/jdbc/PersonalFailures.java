package io.tidemark.projection.jdbc;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * Failures that concern one thread only: its transaction ran out of time, which also cancels the statement at hand, or
 * it may not do what it does.
 */
final class PersonalFailures {

    // By name, since Spring Security need not be there.
    private static final Set<String> SECURITY = Set.of("org.springframework.security.access.AccessDeniedException",
            "org.springframework.security.core.AuthenticationException");

    private static final int DEEPEST_CAUSE = 100;

    private PersonalFailures() {
    }

    static boolean isPersonal(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof TransactionTimedOutException || cause instanceof QueryTimeoutException
                    || isSecurity(cause.getClass())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isSecurity(@Nullable Class<?> type) {
        return type != null && (SECURITY.contains(type.getName()) || isSecurity(type.getSuperclass()));
    }

}
