package io.tidemark.projection;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;

/** Tells the failures of a load that concern only the thread that met them from those of the log. */
final class PersonalFailures {

    private PersonalFailures() {
    }

    static boolean isPersonal(Throwable failure, EventSource<?> source) {
        if (Thread.currentThread().isInterrupted() || failure instanceof Error || source.isPersonal(failure)) {
            return true;
        }
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (isInterrupt(at) || at instanceof SecurityException || at instanceof CancellationException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInterrupt(Throwable failure) {
        return failure instanceof InterruptedException || failure instanceof ReadInterruptedException
                || failure instanceof ClosedByInterruptException
                || (failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException));
    }

}
