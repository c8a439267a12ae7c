package io.tidemark.actuate;

import java.util.Locale;

import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.cache.JournalledProjectionCache;

/** What the kinds of caches are called. */
final class CacheBackends {

    private static final String SUFFIX = "ProjectionCache";

    private CacheBackends() {
    }

    /** Returns the name that the properties use, or the name of the class if it is not one of ours. */
    static String name(ProjectionCache cache) {
        if (cache instanceof JournalledProjectionCache) {
            return "caffeine";
        }
        Class<?> type = cache.getClass();
        String name = type.getSimpleName();
        return type.getName().startsWith("io.tidemark.") && name.endsWith(SUFFIX)
                ? name.substring(0, name.length() - SUFFIX.length()).toLowerCase(Locale.ROOT) : type.getName();
    }

}
