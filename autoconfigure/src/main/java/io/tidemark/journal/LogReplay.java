package io.tidemark.journal;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import io.tidemark.journal.Recovery.LogFile;
import io.tidemark.journal.SnapshotReader.Snapshot;

import org.jspecify.annotations.Nullable;

/** Reads the log from the record after a snapshot on. */
final class LogReplay {

    private final FileLayer files;

    private final List<LogFile> log;

    private final Recovering recovering;

    private final long snapshotEnd;

    // The number of the next record that is to be replayed.
    private long expected;

    private long highest;

    private boolean gapIsKnown;

    LogReplay(FileLayer files, List<LogFile> log, @Nullable Snapshot base, Recovering recovering) {
        this.files = files;
        this.log = log;
        this.recovering = recovering;
        this.snapshotEnd = base == null ? 0 : base.lastLsn();
        this.expected = base == null ? 1 : base.lsn() + 1;
    }

    /** Returns the highest number that a record may have had. */
    long run() throws IOException {
        for (int index = 0; index < log.size(); index++) {
            LogFile file = log.get(index);
            FileHeader header = file.header();
            if (header == null) {
                recovering.damage(file.name(), 0, file.bytes());
                gapIsKnown = true;
                if (index == log.size() - 1) {
                    recovering.hidden();
                }
            }
            else {
                replay(file, header, index);
            }
            recovering.done(file.bytes());
        }
        highest = Math.max(highest, expected - 1);
        if (highest < snapshotEnd) {
            recovering.gap(highest + 1);
        }
        return Math.max(highest, snapshotEnd);
    }

    private void replay(LogFile file, FileHeader header, int index) throws IOException {
        long first = header.lsn();
        long next = nextFirst(index);
        highest = Math.max(highest, first - 1);
        if (next >= 0 && next <= expected) {
            return;
        }
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
                replay(ahead, file, first, next, index == log.size() - 1);
            }
        }
    }

    private void replay(ReadAhead ahead, LogFile file, long first, long next, boolean last) throws IOException {
        for (long number = first; !ahead.isAtEnd(); number++) {
            Record record = ahead.next(number);
            if (record == null) {
                RecordReader reader = ahead.reader();
                long offset = reader.offset();
                record = reader.resync(number);
                if (record == null) {
                    endAt(file, offset, Math.max(offset, reader.writtenEnd()), number == next, last);
                    return;
                }
                number = reader.number();
                recovering.damage(file.name(), offset, reader.recordOffset() - offset);
            }
            if (number >= expected) {
                if (number > expected) {
                    recovering.hidden();
                }
                recovering.change(record);
                expected = number + 1;
            }
            highest = Math.max(highest, number);
        }
    }

    // Zeros at the end are room that was made and not used.
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

}
