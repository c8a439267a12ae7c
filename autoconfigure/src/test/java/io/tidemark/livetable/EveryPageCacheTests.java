package io.tidemark.livetable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.tidemark.livetable.Products.Barrier;
import io.tidemark.livetable.cache.CaffeinePageCache;
import io.tidemark.livetable.cache.MvStorePageCache;
import io.tidemark.livetable.cache.NonePageCache;
import io.tidemark.livetable.cache.RowsCodec;
import io.tidemark.mvstore.PageCompression;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds whatever keeps the answers. */
@Tag("P11")
class EveryPageCacheTests {

    private static final Duration TTL = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void olderLoadThatEndsLaterDoesNotReplaceANewerOne(Kind kind) throws Exception {
        try (PageCache cache = kind.open(this.directory);
                LiveTablesFixture fixture = LiveTablesFixture.over(cache, TableSettings.defaults())) {
            Barrier held = fixture.products.holdNextLoad();
            Future<List<String>> older = fixture.readElsewhere(fixture.products.list());
            held.awaitLoad();
            fixture.products.put("d", "Delta");
            fixture.advance(Duration.ofMillis(1));
            fixture.context.holdsResources.set(true);
            assertThat(fixture.read(fixture.products.list())).contains("Delta");
            held.release();

            assertThat(older.get(20, TimeUnit.SECONDS)).doesNotContain("Delta");
            assertThat(fixture.read(fixture.products.list())).contains("Delta");
            kind.assertKept(fixture);
        }
    }

    @ParameterizedTest
    @EnumSource
    void changeThatIsToldAsSoonAsItsSourceIsAttachedIsHeeded(Kind kind) {
        try (PageCache cache = kind.open(this.directory);
                LiveTablesFixture fixture = LiveTablesFixture.over(cache, TableSettings.defaults())) {
            ManualChangeSource source = new ManualChangeSource(Products.TABLE);
            fixture.tables.attach(source);
            source.sink().restored();
            fixture.read(fixture.products.list());
            fixture.products.put("d", "Delta");

            source.sink().changed(new TableChange.Changed(Products.TABLE));

            assertThat(fixture.read(fixture.products.list())).contains("Delta");
            fixture.read(fixture.products.list());
            kind.assertKept(fixture);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answerIsLoadedAgainAtItsTimeToLive(Kind kind) {
        try (PageCache cache = kind.open(this.directory);
                LiveTablesFixture fixture = LiveTablesFixture.over(cache, LiveTablesFixture.ageing(TTL, null))) {
            fixture.read(fixture.products.list());
            fixture.products.put("d", "Delta");
            fixture.advance(TTL.minusMillis(1));
            fixture.read(fixture.products.list());
            kind.assertKept(fixture);

            fixture.advance(Duration.ofMillis(1));

            assertThat(fixture.read(fixture.products.list())).contains("Delta");
            assertThat(fixture.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
        }
    }

    private enum Kind {

        NONE((directory) -> new NonePageCache()), CAFFEINE((directory) -> new CaffeinePageCache(100)),
        MVSTORE((directory) -> MvStorePageCache.open(directory, new Lines(), 1 << 20, 1 << 20, PageCompression.NONE,
                Duration.ZERO));

        private final Function<Path, PageCache> opening;

        Kind(Function<Path, PageCache> opening) {
            this.opening = opening;
        }

        PageCache open(Path directory) {
            return this.opening.apply(directory);
        }

        void assertKept(LiveTablesFixture fixture) {
            assertThat(fixture.tables.lastOutcome()).isEqualTo(this == NONE ? ReadOutcome.MISS : ReadOutcome.HIT);
        }

    }

    /** Rows that are text, a line each. */
    private record Lines() implements RowsCodec {

        @Override
        public String name() {
            return "lines";
        }

        @Override
        public byte[] encode(Rows rows) {
            return rows.values()
                .stream()
                .map(String::valueOf)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Rows decode(byte[] bytes) {
            return new Rows(List.of(new String(bytes, StandardCharsets.UTF_8).split("\n")), -1, false);
        }

    }

}
