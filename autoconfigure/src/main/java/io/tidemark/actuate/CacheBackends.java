package io.tidemark.actuate;

import java.util.Locale;

import io.tidemark.livetable.PageCache;
import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.cache.JournalledProjectionCache;

/** What the kinds of caches are called. */
final class CacheBackends {

    private CacheBackends() {
    }

    /** Returns the name that the properties use, or the name of the class if it is not one of ours. */
    static String name(ProjectionCache cache) {
        if (cache instanceof JournalledProjectionCache) {
            return "caffeine";
        }
        return name(cache.getClass(), "ProjectionCache");
    }

    /** Returns the name that the properties use, or the name of the class if it is not one of ours. */
    static String name(PageCache cache) {
        return name(cache.getClass(), "PageCache");
    }

    private static String name(Class<?> type, String suffix) {
        String name = type.getSimpleName();
        return type.getName().startsWith("io.tidemark.") && name.endsWith(suffix)
                ? name.substring(0, name.length() - suffix.length()).toLowerCase(Locale.ROOT) : type.getName();
    }

}
