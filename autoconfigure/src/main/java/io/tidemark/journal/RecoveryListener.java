package io.tidemark.journal;

/** Hears how far a recovery is, on the thread that opens the journal. */
@FunctionalInterface
public interface RecoveryListener {

    /** Hears nothing. */
    RecoveryListener NONE = (records, bytes, totalBytes) -> {
    };

    /**
     * Called every hundred thousand records, and at the end.
     * @param records how many entries of a snapshot and changes of the log were read
     * @param bytes how many bytes of files were read
     * @param totalBytes how many there are to read at most
     */
    void onProgress(long records, long bytes, long totalBytes);

}
