package io.tidemark.fold.mvstore;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.FoldFixture;

/** Applies a history from where it ended the last time, until it is killed, and says what was acknowledged. */
final class CrashingFold {

    private CrashingFold() {
    }

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Random random = new Random(Long.parseLong(args[2]));
        MvStoreFoldSettings settings = FoldDirectories.settings(Path.of(args[0])).withSync(SyncPolicy.valueOf(args[1]));
        MvStoreFoldStore store = MvStoreFoldStore.open(settings, FoldDirectories.SMALL);
        Cursor cursor = store.cursor();
        long applied = cursor == null ? 0 : cursor.version().asLong().getAsLong();
        while (true) {
            long next = applied + random.nextInt(60);
            store.apply(CrashHistory.updates(applied + 1, next), FoldFixture.cursor(next));
            applied = next;
            out.println("applied " + applied);
        }
    }

}
