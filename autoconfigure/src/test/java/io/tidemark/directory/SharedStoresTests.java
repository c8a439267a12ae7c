package io.tidemark.directory;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Tag("P10")
class SharedStoresTests {

    @TempDir
    Path temporary;

    private final AtomicInteger opened = new AtomicInteger();

    private final AtomicInteger open = new AtomicInteger();

    @Test
    void storeIsOpenedOnceAndClosedWithTheLastShare() {
        SharedStore<CountedStore> first = acquire(this.temporary);
        SharedStore<CountedStore> second = acquire(this.temporary.resolve("x").resolve(".."));

        assertThat(second.getIfOpen()).isSameAs(first.getIfOpen());
        first.close();
        first.close();
        assertThat(first.getIfOpen()).isNull();
        assertThat(this.open).hasValue(1);
        second.close();
        assertThat(this.open).hasValue(0);
        assertThat(this.opened).hasValue(1);
    }

    @Test
    void storeIsOpenedAnewAfterTheLastShareWasClosed() {
        acquire(this.temporary).close();

        acquire(this.temporary).close();

        assertThat(this.opened).hasValue(2);
        assertThat(this.open).hasValue(0);
    }

    @Test
    void directoriesAreToldApart() {
        try (SharedStore<CountedStore> one = acquire(this.temporary.resolve("one"));
                SharedStore<CountedStore> other = acquire(this.temporary.resolve("two"))) {
            assertThat(one.getIfOpen()).isNotSameAs(other.getIfOpen());
        }
    }

    @Test
    void linkAboveTheDirectoryLeadsToTheSameStore() throws Exception {
        Path real = Files.createDirectories(this.temporary.resolve("real"));
        Path link = Files.createSymbolicLink(this.temporary.resolve("link"), real);

        try (SharedStore<CountedStore> one = acquire(real.resolve("a").resolve("store"));
                SharedStore<CountedStore> other = acquire(link.resolve("a").resolve("store"))) {
            assertThat(one.getIfOpen()).isSameAs(other.getIfOpen());
        }
    }

    @Test
    void failureToOpenReachesTheCallerAndIsForgotten() {
        assertThatIllegalStateException()
            .isThrownBy(() -> SharedStores.acquire(this.temporary, CountedStore.class, () -> {
                throw new IllegalStateException("broken");
            }))
            .withMessage("broken");

        acquire(this.temporary).close();

        assertThat(this.opened).hasValue(1);
    }

    @Test
    void failureToCloseReachesTheCallerAndIsForgotten() {
        SharedStore<Closeable> share = SharedStores.acquire(this.temporary, Closeable.class, () -> () -> {
            throw new IOException("broken");
        });

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(share::close);

        acquire(this.temporary).close();
    }

    @Test
    void directoryHoldsOneTypeOfStore() throws Exception {
        try (SharedStore<CountedStore> share = acquire(this.temporary)) {
            assertThat(share.getIfOpen()).isNotNull();
            assertThatIllegalStateException()
                .isThrownBy(() -> SharedStores.acquire(this.temporary, OtherStore.class, OtherStore::new))
                .withMessage("Directory '%s' must hold a store of %s, was open as another: "
                    .formatted(this.temporary.toRealPath(), OtherStore.class)
                        + "give each store a directory of its own");
        }
    }

    @Test
    void neverTwoStoresAreOpenWhileThreadsComeAndGo() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        CyclicBarrier start = new CyclicBarrier(4);
        try {
            List<Future<?>> visitors = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                visitors.add(executor.submit(() -> {
                    start.await(20, TimeUnit.SECONDS);
                    for (int visit = 0; visit < 2_000; visit++) {
                        try (SharedStore<CountedStore> share = acquire(this.temporary)) {
                            assertThat(share.getIfOpen().closed).isFalse();
                            assertThat(this.open).hasValue(1);
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> visitor : visitors) {
                visitor.get(60, TimeUnit.SECONDS);
            }
        }
        finally {
            executor.shutdownNow();
        }
        assertThat(this.open).hasValue(0);
    }

    private SharedStore<CountedStore> acquire(Path directory) {
        return SharedStores.acquire(directory, CountedStore.class, CountedStore::new);
    }

    private final class CountedStore implements Closeable {

        private volatile boolean closed;

        CountedStore() {
            SharedStoresTests.this.opened.incrementAndGet();
            SharedStoresTests.this.open.incrementAndGet();
        }

        @Override
        public void close() {
            this.closed = true;
            SharedStoresTests.this.open.decrementAndGet();
        }

    }

    private static final class OtherStore implements Closeable {

        @Override
        public void close() {
        }

    }

}
