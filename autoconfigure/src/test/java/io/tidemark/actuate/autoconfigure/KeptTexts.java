package io.tidemark.actuate.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.tidemark.generation.Generations;
import io.tidemark.key.KeyPath;
import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.LiveTableClock;
import io.tidemark.livetable.LiveTableRuntime;
import io.tidemark.livetable.LiveTableSettings;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.ReadContext;
import io.tidemark.livetable.Rows;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.TableRead;
import io.tidemark.livetable.TableSettings;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.cache.MvStorePageCache;
import io.tidemark.livetable.json.JsonRowsCodec;
import io.tidemark.mvstore.PageCompression;

import org.jspecify.annotations.Nullable;

/** Live tables of texts, all kept in one cache. */
final class KeptTexts implements AutoCloseable {

    final PageCache cache;

    final LiveTables tables;

    private KeptTexts(PageCache cache) {
        this.cache = cache;
        this.tables = new LiveTables(new Generations(), new LiveTableSettings(TableSettings.defaults(), Map.of()),
                (table) -> cache, new LiveTableRuntime(new Outside(), LiveTableClock.system(), Runnable::run));
    }

    static KeptTexts inMemory() {
        return in(new CaffeinePageCache(100));
    }

    static KeptTexts in(PageCache cache) {
        return new KeptTexts(cache);
    }

    static KeptTexts onDisk(Path directory) {
        JsonRowsCodec codec = new JsonRowsCodec();
        codec.register(String.class);
        return new KeptTexts(MvStorePageCache.open(directory.resolve("pages"), codec, 1 << 20, 1 << 20,
                PageCompression.NONE, Duration.ofSeconds(5)));
    }

    static TableId table(String name) {
        return new TableId("texts", name);
    }

    void read(String table, String text) {
        try {
            this.tables.read(new TextRead(table(table), text));
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void close() {
        this.tables.close();
        this.cache.close();
    }

    private record TextRead(TableId table, String text) implements TableRead<String> {

        @Override
        public KeyPath key() {
            return this.table.path().child(this.text);
        }

        @Override
        public List<KeyPath> dependencies() {
            return List.of(this.table.path());
        }

        @Override
        public String load() {
            return this.text;
        }

        @Override
        public Rows toRows(String answer) {
            return new Rows(List.of(answer), -1, false);
        }

        @Override
        public String toAnswer(Rows rows) {
            return (String) rows.values().get(0);
        }

    }

    private static final class Outside implements ReadContext {

        @Override
        public @Nullable BypassReason bypass() {
            return null;
        }

        @Override
        public boolean holdsResources() {
            return false;
        }

        @Override
        public long snapshotMoment() {
            return -1;
        }

    }

}
