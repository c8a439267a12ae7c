package io.tidemark.livetable;

import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.tidemark.livetable.Products.Barrier;
import io.tidemark.livetable.TableWrites.TableWrite;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A reader is inside a slow load while a writer commits and voids, in each way there is. */
@Tag("P1")
class InvalidationDuringLoadTests {

    static Stream<Arguments> ways() {
        return Stream.of(arguments("a write through the cache", way((fixture) -> {
            TableWrite write = fixture.tables.begin(Products.TABLE, Products.TABLE.path());
            fixture.products.put("a", "v2");
            write.complete(true);
        })), arguments("one key", way((fixture) -> {
            fixture.products.put("a", "v2");
            fixture.tables.invalidate(fixture.products.row("a").key().asPrefix());
        })), arguments("the table", way((fixture) -> {
            fixture.products.put("a", "v2");
            fixture.tables.invalidate(Products.TABLE);
        })), arguments("everything", way((fixture) -> {
            fixture.products.put("a", "v2");
            fixture.tables.invalidateAll();
        })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void nextReaderSeesTheWriteAndTheWriterDidNotWait(String name, Consumer<LiveTablesFixture> way) throws Exception {
        for (boolean joined : new boolean[] { false, true }) {
            try (LiveTablesFixture fixture = new LiveTablesFixture()) {
                fixture.products.put("a", "v1");
                Barrier held = fixture.products.holdNextLoad();
                Future<?> early = fixture.readElsewhere(fixture.products.row("a"));
                held.awaitLoad();

                way.accept(fixture);
                assertThat(early).as("the load goes on: the writer did not wait").isNotDone();
                Future<?> during = joined ? fixture.readElsewhere(fixture.products.row("a")) : early;
                held.release();

                assertThat(early.get(10, SECONDS)).hasToString("Optional[v1]");
                assertThat(during.get(10, SECONDS)).hasToString(joined ? "Optional[v2]" : "Optional[v1]");
                assertThat(fixture.read(fixture.products.row("a"))).hasValue("v2");
                assertThat(fixture.products.loads).hasValue(2);
            }
        }
    }

    private static Consumer<LiveTablesFixture> way(Consumer<LiveTablesFixture> way) {
        return way;
    }

}
