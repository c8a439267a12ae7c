package io.tidemark.actuate;

import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tidemark.livetable.PageCache;
import io.tidemark.livetable.PageCacheFailedException;
import io.tidemark.livetable.PageCacheUsage;

import org.jspecify.annotations.Nullable;

/** The meters of a page cache that tables share. */
final class PageCacheMeters implements MeterBinder {

    private static final String PREFIX = "tidemark.livetable.cache.";

    private final PageCache cache;

    private final String backend;

    PageCacheMeters(PageCache cache) {
        this.cache = cache;
        this.backend = CacheBackends.name(cache);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "entries", null, PageCacheUsage::entries);
        gauge(registry, "size", BaseUnits.BYTES, PageCacheUsage::bytes);
        gauge(registry, "disk", BaseUnits.BYTES, PageCacheUsage::diskBytes);
        count(registry, "evictions", PageCacheUsage::evictions);
        count(registry, "damaged", PageCacheUsage::damaged);
    }

    private void gauge(MeterRegistry registry, String meter, @Nullable String unit, ToLongFunction<PageCacheUsage> figure) {
        Gauge.builder(PREFIX + meter, this.cache, (each) -> value(each, figure))
            .tag("backend", this.backend)
            .baseUnit(unit)
            .register(registry);
    }

    private void count(MeterRegistry registry, String meter, ToLongFunction<PageCacheUsage> figure) {
        FunctionCounter.builder(PREFIX + meter, this.cache, (each) -> value(each, figure))
            .tag("backend", this.backend)
            .register(registry);
    }

    private static double value(PageCache cache, ToLongFunction<PageCacheUsage> figure) {
        try {
            return figure.applyAsLong(cache.usage());
        }
        catch (PageCacheFailedException ex) {
            // Not a number is how a meter says that it doesn't know; health says why.
            return Double.NaN;
        }
    }

}
