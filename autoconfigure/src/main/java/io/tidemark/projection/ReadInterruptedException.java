package io.tidemark.projection;

/** Says that a thread was interrupted while it waited for a state. Its interrupt flag is set. */
public final class ReadInterruptedException extends RuntimeException {

    ReadInterruptedException(String projection, String streamId, Throwable cause) {
        super("Interrupted while waiting for projection '%s' of stream '%s'".formatted(projection, streamId), cause);
    }

}
