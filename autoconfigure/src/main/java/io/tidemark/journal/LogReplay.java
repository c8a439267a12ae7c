package io.tidemark.journal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import io.tidemark.journal.FileHeader.Kind;
import io.tidemark.journal.Recovery.LogFile;
import io.tidemark.journal.SnapshotReader.Snapshot;

import org.jspecify.annotations.Nullable;

/** Reads the log from the record after a snapshot on: its segments, then what of its tail is not in the last of them. */
final class LogReplay {

    private final FileLayer files;

    private final List<LogFile> log;

    private final boolean tailed;

    private final Recovering recovering;

    private final long snapshotEnd;

    // The number of the next record that is to be replayed.
    private long expected;

    private long highest;

    private boolean gapIsKnown;

    // Where the records of the last segment end.
    private long end;

    private @Nullable RecoveredTail tail;

    LogReplay(FileLayer files, List<LogFile> log, boolean tailed, @Nullable Snapshot base, Recovering recovering) {
        this.files = files;
        this.log = log;
        this.tailed = tailed;
        this.recovering = recovering;
        this.snapshotEnd = base == null ? 0 : base.lastLsn();
        this.expected = base == null ? 1 : base.lsn() + 1;
    }

    /** Returns the highest number that a record may have had. */
    long run() throws IOException {
        for (int index = 0; index < log.size(); index++) {
            LogFile file = log.get(index);
            if (isNeeded(index)) {
                replaySegment(file, index);
            }
            recovering.done(file.bytes());
        }
        if (tailed && !log.isEmpty()) {
            replayTail(log.get(log.size() - 1));
        }
        highest = Math.max(highest, expected - 1);
        if (highest < snapshotEnd) {
            recovering.gap(highest + 1);
        }
        return Math.max(highest, snapshotEnd);
    }

    /** Returns what of the tail was replayed and belongs behind the last segment, or null if that is nothing. */
    @Nullable RecoveredTail tail() {
        return tail;
    }

    // Below a snapshot it may never have been forced, so it does not matter what a power failure left of it.
    private boolean isNeeded(int index) {
        long next = nextFirst(index);
        return next < 0 || next > expected;
    }

    private void replaySegment(LogFile file, int index) throws IOException {
        FileHeader header = file.header();
        boolean last = index == log.size() - 1;
        if (header == null) {
            recovering.damage(file.name(), 0, file.bytes());
            gapIsKnown = true;
            if (last) {
                recovering.hidden();
            }
            return;
        }
        long first = header.lsn();
        highest = Math.max(highest, first - 1);
        if (first > expected) {
            missing();
            expected = first;
        }
        gapIsKnown = false;
        InputStream in = files.read(file.name());
        try (in) {
            in.skipNBytes(FileHeader.BYTES);
            long bytes = file.bytes() - FileHeader.BYTES;
            try (ReadAhead ahead = new ReadAhead(new RecordReader(in, header, bytes), bytes, first)) {
                replayRecords(ahead, file, first, nextFirst(index), last);
            }
        }
    }

    private void replayRecords(ReadAhead ahead, LogFile file, long first, long next, boolean last) throws IOException {
        for (long number = first; !ahead.isAtEnd(); number++) {
            Record record = ahead.next(number);
            if (record == null) {
                RecordReader reader = ahead.reader();
                long offset = reader.offset();
                record = reader.resync(number);
                if (record == null) {
                    end = offset;
                    endAt(file, offset, Math.max(offset, reader.writtenEnd()), number == next, last);
                    return;
                }
                number = reader.number();
                recovering.damage(file.name(), offset, reader.recordOffset() - offset);
            }
            change(record, number);
        }
        end = ahead.reader().offset();
    }

    private void change(Record record, long number) {
        if (number >= expected) {
            if (number > expected) {
                recovering.hidden();
            }
            recovering.change(record);
            expected = number + 1;
        }
        highest = Math.max(highest, number);
    }

    private void replayTail(LogFile last) throws IOException {
        long bytes = files.size(LogTail.NAME);
        FileHeader header = last.header();
        byte[] content;
        try (InputStream in = files.read(LogTail.NAME)) {
            content = in.readNBytes(LogTail.LARGEST);
        }
        byte[] start = Arrays.copyOf(content, FileHeader.BYTES);
        if (FileHeader.read(start, Kind.TAIL, 0) != null) {
            if (header != null) {
                replayTailRecords(content, header, last);
            }
        }
        else if (!isHeaderUnwritten(content)) {
            recovering.damage(LogTail.NAME, 0, bytes);
            recovering.hidden();
        }
    }

    // Before no records it may have been copied in part, and zeros in place of it are what a power failure took.
    private static boolean isHeaderUnwritten(byte[] content) {
        int recordsAt = content.length > FileHeader.BYTES ? FileHeader.BYTES : 0;
        return isZero(Arrays.copyOf(content, FileHeader.BYTES))
                || isZero(Arrays.copyOfRange(content, recordsAt, content.length));
    }

    private static boolean isZero(byte[] bytes) {
        return Arrays.equals(bytes, new byte[bytes.length]);
    }

    // Before and behind what is looked for there may be older records, which are in the segment.
    private void replayTailRecords(byte[] content, FileHeader segment, LogFile last) throws IOException {
        InputStream in = new ByteArrayInputStream(content, FileHeader.BYTES, content.length - FileHeader.BYTES);
        FileHeader header = new FileHeader(Kind.TAIL, segment.salt(), 0, 0, 0);
        long from = -1;
        long to = -1;
        try (RecordReader reader = new RecordReader(in, header, content.length - FileHeader.BYTES)) {
            skipOlder(reader);
            for (Record record = reader.resync(highest + 1); record != null; record = reader.resync(highest + 1)) {
                if (reader.number() > highest + 1 || from >= 0 && reader.recordOffset() > to) {
                    long damaged = from < 0 ? FileHeader.BYTES : to;
                    recovering.damage(LogTail.NAME, damaged, reader.recordOffset() - damaged);
                }
                change(record, reader.number());
                from = from < 0 ? reader.recordOffset() : from;
                to = reader.offset();
            }
        }
        if (from >= 0) {
            tail = new RecoveredTail(last.name(), end, ByteBuffer.wrap(content, (int) from, (int) (to - from)));
        }
    }

    // One after the other, which is faster than to look for each.
    private void skipOlder(RecordReader reader) throws IOException {
        long number = reader.nextNumber();
        while (number > 0 && number <= highest && reader.next(number) != null) {
            number++;
        }
    }

    // Zeros at the end are what a power failure took.
    private void endAt(LogFile file, long offset, long writtenEnd, boolean nextFollows, boolean last) {
        if (last) {
            recovering.torn(writtenEnd - offset);
        }
        else if (!nextFollows) {
            recovering.damage(file.name(), offset, Math.max(1, writtenEnd - offset));
            gapIsKnown = true;
        }
    }

    private void missing() {
        if (!gapIsKnown) {
            recovering.gap(expected);
        }
        recovering.hidden();
    }

    /** Returns the first number of the next segment that has a header, or -1. */
    private long nextFirst(int index) {
        for (LogFile file : log.subList(index + 1, log.size())) {
            FileHeader header = file.header();
            if (header != null) {
                return header.lsn();
            }
        }
        return -1;
    }

    /**
     * Records that are in the tail only.
     *
     * @param segment the name of the segment that they belong to
     * @param offset where in it they belong, in place of whatever is there
     * @param records the records as they are to be in the file
     */
    record RecoveredTail(String segment, long offset, ByteBuffer records) {

        long segmentBytes() {
            return offset + records.remaining();
        }

    }

}
