package io.tidemark.fold.mvstore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.tidemark.fold.FoldStoreException;
import io.tidemark.fold.FoldVerification;
import io.tidemark.mvstore.Damage;

import org.h2.mvstore.Cursor;
import org.jspecify.annotations.Nullable;

/** Reads all entries of a commit and compares them with its state. To be used once. */
final class Verifier {

    private static final int FAULTS = 100;

    private static final byte[] FIRST = {};

    private final List<String> faults = new ArrayList<>();

    private final Committed committed;

    private FoldState found = FoldState.EMPTY;

    private long damaged;

    private byte @Nullable [] previous;

    Verifier(Committed committed) {
        this.committed = committed;
    }

    /** Returns what was found, or null if {@code isCancelled} said so. The commit must be held meanwhile. */
    @Nullable FoldVerification run(BooleanSupplier isCancelled) {
        try {
            Cursor<byte[], byte[]> cursor = committed.from(FIRST);
            while (cursor.hasNext()) {
                if (isCancelled.getAsBoolean()) {
                    return null;
                }
                verify(cursor.next(), cursor.getValue());
            }
        }
        catch (RuntimeException ex) {
            if (!Damage.isCauseOf(ex)) {
                throw ex;
            }
            fault(ex.toString());
        }
        FoldState expected = committed.state();
        return new FoldVerification(found.entries(), expected.entries(),
                found.digest() == expected.digest() && found.bytes() == expected.bytes(), damaged, faults);
    }

    private void verify(byte[] key, byte[] record) {
        if (previous != null && Arrays.compareUnsigned(previous, key) >= 0) {
            fault("Keys must ascend, did not");
        }
        previous = key;
        found = found.plus(key, record);
        try {
            EntryCodec.require(key, record);
        }
        catch (FoldStoreException ex) {
            damaged++;
            fault(String.valueOf(ex.getMessage()));
        }
    }

    private void fault(String fault) {
        if (faults.size() < FAULTS) {
            faults.add(fault);
        }
    }

}
