package io.tidemark.projection.autoconfigure;

import io.tidemark.journal.RecoveryListener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how far a recovery is, so that nobody takes a long one for a start that hangs. */
final class RecoveryProgress implements RecoveryListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(RecoveryProgress.class);

    @Override
    public void onProgress(long records, long bytes, long totalBytes) {
        if (bytes < totalBytes) {
            LOGGER.info("Recovering projections: {} records, {} of {} bytes", records, bytes, totalBytes);
        }
    }

}
