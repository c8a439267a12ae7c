package io.tidemark.livetable;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** Tells the failures of a load that concern only the thread that met them from those of the source. */
final class PersonalFailures {

    // By name, as each of these libraries may be absent.
    private static final Set<String> NAMES = Set.of("org.springframework.security.access.AccessDeniedException",
            "org.springframework.security.core.AuthenticationException",
            "org.springframework.transaction.TransactionTimedOutException",
            "org.springframework.dao.QueryTimeoutException", "jakarta.persistence.QueryTimeoutException");

    private PersonalFailures() {
    }

    static boolean isPersonal(Throwable failure, ReadContext context) {
        if (Thread.currentThread().isInterrupted() || failure instanceof Error || context.isPersonal(failure)) {
            return true;
        }
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (isInterrupt(at) || at instanceof SecurityException || at instanceof CancellationException
                    || at instanceof TimeoutException || at instanceof SQLTimeoutException || isNamed(at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInterrupt(Throwable failure) {
        return failure instanceof InterruptedException || failure instanceof ClosedByInterruptException
                || (failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException));
    }

    private static boolean isNamed(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (NAMES.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

}
