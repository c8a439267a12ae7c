package io.tidemark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.journal.FileHeader.Kind;

import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files of any bytes, those that are kept beside the tests and, with {@code JAZZER_FUZZ=1}, those that a fuzzer finds.
 * Recovery takes what is whole, fails never, and allocates no more than the files can be unpacked to.
 */
@Tag("P5")
class JournalFuzzTests {

    private static final long SALT = 7;

    @FuzzTest
    void segment(byte[] file) throws IOException {
        recover(Kind.SEGMENT, file);
    }

    @FuzzTest
    void segmentWithRightChecksums(byte[] records) throws IOException {
        recover(Kind.SEGMENT, sealed(Kind.SEGMENT, records));
    }

    @FuzzTest
    void snapshot(byte[] file) throws IOException {
        recover(Kind.SNAPSHOT, file);
    }

    @FuzzTest
    void snapshotWithRightChecksums(byte[] records) throws IOException {
        recover(Kind.SNAPSHOT, sealed(Kind.SNAPSHOT, records));
    }

    @FuzzTest
    void tail(byte[] file) throws IOException {
        recover(Kind.TAIL, file);
    }

    @FuzzTest
    void tailWithRightChecksums(byte[] records) throws IOException {
        recover(Kind.TAIL, sealed(Kind.TAIL, records));
    }

    private static void recover(Kind kind, byte[] file) throws IOException {
        for (DamagePolicy policy : new DamagePolicy[] { DamagePolicy.STOP, DamagePolicy.SKIP, DamagePolicy.DISCARD }) {
            MemoryFiles[] files = new MemoryFiles[1];
            OpenJournal[] open = new OpenJournal[1];

            long allocated = Allocations.by(() -> {
                files[0] = new MemoryFiles();
                files[0].put(kind.fileName(0), file);
                if (kind == Kind.TAIL) {
                    files[0].put(Kind.SEGMENT.fileName(0), sealed(Kind.SEGMENT, new byte[0]));
                }
                open[0] = OpenJournal.open(files[0], OpenJournal.SETTINGS.withOnDamage(policy));
            });

            assertThat(allocated).isLessThan(Allocations.allowed(file.length));
            open[0].put("after", "recovery");
            assertThat(OpenJournal.open(files[0].killed()).values()).isEqualTo(open[0].values());
        }
    }

    /** Returns a file of these records, as far as they are such by their lengths, that has no bit flipped. */
    private static byte[] sealed(Kind kind, byte[] records) {
        ByteBuffer file = ByteBuffer.allocate(FileHeader.BYTES + records.length);
        file.put(new FileHeader(kind, SALT, 0, kind == Kind.SEGMENT ? 1 : 0, 0).toBytes()).put(records);
        RecordCodec.Checksum checksum = new RecordCodec.Checksum(SALT);
        int offset = FileHeader.BYTES;
        for (long number = 1; file.capacity() - offset >= RecordCodec.HEADER_BYTES; number++) {
            int length = RecordCodec.plausibleLength(file, offset);
            if (length < 0 || length > file.capacity() - offset) {
                break;
            }
            offset += RecordCodec.seal(file, offset, checksum, number);
        }
        return file.array();
    }

}
