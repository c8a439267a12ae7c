package io.tidemark.livetable.cache;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.TableId;

/** Puts and invalidates until it is killed, and says what was acknowledged, a line each. */
final class KilledPageCache {

    static final int TABLES = 6;

    static final int PAGES = 40;

    private KilledPageCache() {
    }

    public static void main(String[] args) {
        Random random = new Random(Long.parseLong(args[1]));
        long number = Long.parseLong(args[2]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        MvStorePageCache cache = MvStorePageCacheTests.open(Path.of(args[0]), 10_000_000);
        while (true) {
            int table = random.nextInt(TABLES);
            for (int put = random.nextInt(50); put >= 0; put--) {
                KeyPath key = table(random.nextInt(TABLES)).child(random.nextInt(PAGES));
                cache.put(key, Pages.selfDescribing(key, ++number));
            }
            long before = number;
            cache.invalidatePrefix(table(table).asPrefix());
            out.println(table + " " + before);
        }
    }

    static KeyPath table(int table) {
        return new TableId("main", "table" + table).path();
    }

}
