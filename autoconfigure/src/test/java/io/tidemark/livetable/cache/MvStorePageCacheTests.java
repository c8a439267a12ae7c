package io.tidemark.livetable.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.tidemark.directory.DirectoryHolder;
import io.tidemark.directory.DirectoryInUseException;
import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.PageCacheUsage;
import io.tidemark.livetable.Rows;
import io.tidemark.livetable.json.JsonRowsCodec;
import io.tidemark.mvstore.PageCompression;
import io.tidemark.mvstore.Row;
import io.tidemark.mvstore.RowStore;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MvStorePageCacheTests extends PageCacheContract {

    private static final String FORMAT = "livetable-mvstore-1";

    @TempDir
    Path other;

    @Override
    PageCache open(Path directory) {
        return open(directory, 64 << 20);
    }

    static MvStorePageCache open(Path directory, long maximumBytes) {
        JsonRowsCodec codec = new JsonRowsCodec();
        codec.register(Person.class);
        return MvStorePageCache.open(directory, codec, maximumBytes, 1 << 20, PageCompression.NONE, Duration.ofSeconds(5));
    }

    @Test
    void missingFoldersAreCreated() {
        assertThat(this.directory.resolve("missing/cache")).isDirectory();
        put(CLIENTS);
        assertPresent(CLIENTS);
    }

    @Test
    @Tag("P10")
    void cachesOfOneDirectoryShareTheirPages() {
        try (PageCache second = open(this.directory.resolve("missing/cache"))) {
            this.cache.put(CLIENTS, Pages.page("Alice"));
            this.cache.close();

            assertThat(second.get(CLIENTS)).isEqualTo(Pages.page("Alice"));
            assertThatExceptionOfType(PageCacheFailedException.class).isThrownBy(() -> this.cache.get(CLIENTS));
        }
    }

    @Test
    void directoryOfAnotherProcessIsRefused() throws IOException {
        try (DirectoryHolder holder = DirectoryHolder.start(this.other, FORMAT)) {
            assertThat(holder).isNotNull();
            JsonRowsCodec codec = new JsonRowsCodec();

            assertThatExceptionOfType(DirectoryInUseException.class).isThrownBy(() -> MvStorePageCache.open(this.other, codec,
                    1 << 20, 1 << 20, PageCompression.NONE, Duration.ZERO));
        }

        put(CLIENTS);
        assertPresent(CLIENTS);
    }

    @Test
    @Tag("P9")
    void entriesStayWithinTheMaximum() {
        try (MvStorePageCache bounded = open(this.other.resolve("bounded"), 20_000)) {
            for (int id = 0; id < 1_000; id++) {
                bounded.put(CLIENTS.child(id), Pages.page("Alice"));
                assertThat(bounded.usage().bytes()).isLessThanOrEqualTo(20_000);
            }

            PageCacheUsage usage = bounded.usage();
            assertThat(usage.entries()).isBetween(50L, 200L);
            assertThat(usage.evictions()).isEqualTo(1_000 - usage.entries());
        }
    }

    @Test
    @Tag("P5")
    void flippedBitIsAMissOnceAndCanBePutAgain() throws IOException {
        Path target = this.other.resolve("damaged");
        CachedRows page = Pages.page("needle", "haystack");
        try (MvStorePageCache cache = open(target, 1 << 20)) {
            cache.put(CLIENTS, page);
        }
        Path file = rowFile(target);
        byte[] intact = Files.readAllBytes(file);
        int needleAt = new String(intact, StandardCharsets.ISO_8859_1).indexOf("needle");

        for (int position = needleAt - 150; position < needleAt + 20; position++) {
            byte[] flipped = intact.clone();
            flipped[position] ^= (byte) (1 << position % 8);
            Files.write(rowFile(target), flipped);
            try (MvStorePageCache cache = open(target, 1 << 20)) {
                CachedRows found = cache.get(CLIENTS);
                assertThat(found == null || found.equals(page)).as("byte %d", position).isTrue();
                assertThat(cache.usage().damaged()).as("byte %d", position).isEqualTo(found == null ? 1 : 0);
                cache.put(CLIENTS, Pages.page("later"));
                assertThat(cache.get(CLIENTS)).as("byte %d", position).isEqualTo(Pages.page("later"));
            }
        }
    }

    @Test
    @Tag("P5")
    void entryThatCannotBeDecodedIsAMissAndDropped() {
        Path target = this.other.resolve("undecodable");
        try (MvStorePageCache cache = open(target, 1 << 20)) {
            cache.put(CLIENTS, Pages.page("Alice"));
            cache.put(ORDERS, new CachedRows(new Rows(List.of("plain"), -1, false), 0, 0, 0));
        }

        try (MvStorePageCache cache = MvStorePageCache.open(target, new JsonRowsCodec(), 1 << 20, 1 << 20,
                PageCompression.NONE, Duration.ofSeconds(5))) {
            assertThat(cache.get(CLIENTS)).isNull();
            assertThat(cache.get(CLIENTS)).isNull();
            assertThat(cache.usage().damaged()).isOne();
            assertThat(cache.usage().entries()).isOne();
            assertThat(cache.get(ORDERS)).isNotNull();
        }
    }

    @Test
    @Tag("P5")
    void rowsThatAreNoPageAreAMiss() {
        Path target = this.other.resolve("alien");
        try (var share = RowStore.share(target, FORMAT, 1 << 20, 1 << 20, PageCompression.NONE, Duration.ofSeconds(5));
                MvStorePageCache cache = open(target, 1 << 20)) {
            byte[][] aliens = { {}, { 1 }, { 1, 0, 0, 0, 0 }, new byte[100] };
            for (int id = 0; id < aliens.length; id++) {
                share.getIfOpen().put(CLIENTS.child(id).toBytes(), new Row(aliens[id], 0));
            }

            for (int id = 0; id < aliens.length; id++) {
                assertThat(cache.get(CLIENTS.child(id))).isNull();
            }

            assertThat(cache.usage().damaged()).isEqualTo(aliens.length);
            assertThat(cache.usage().entries()).isZero();
        }
    }

    @Test
    void rowsThatCannotBeEncodedAreRefusedAndKeepWhatWasThere() {
        this.cache.put(CLIENTS, Pages.page("Alice"));
        CachedRows unknown = new CachedRows(new Rows(List.of(new StringBuilder("x")), -1, false), 0, 0, 0);

        assertThatExceptionOfType(PageCacheFailedException.class).isThrownBy(() -> this.cache.put(CLIENTS, unknown))
            .withMessage("Rows of '%s' could not be encoded: Rows must be of types that are known, one was of ".formatted(CLIENTS)
                    + "java.lang.StringBuilder: register it");

        assertThat(this.cache.get(CLIENTS)).isEqualTo(Pages.page("Alice"));
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> open(this.other.resolve("new"), 0))
            .withMessage("maximumBytes must be positive, was 0");
        assertThat(this.other.resolve("new")).doesNotExist();
    }

    private static Path rowFile(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "rows-*.mv")) {
            return entries.iterator().next();
        }
    }

}
