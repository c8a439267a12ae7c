package io.tidemark.livetable.repository.jpa;

import java.util.function.Supplier;

import io.tidemark.livetable.repository.LiveTableScope;

import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.Nullable;

/** The tenant of the calling thread. */
final class ThreadTenant implements CurrentTenantIdentifierResolver<String>, LiveTableScope {

    private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

    static <T> T of(@Nullable String tenant, Supplier<T> action) {
        String before = CURRENT.get();
        CURRENT.set(tenant);
        try {
            return action.get();
        }
        finally {
            CURRENT.set(before);
        }
    }

    @Override
    public @Nullable String current() {
        return CURRENT.get();
    }

    @Override
    public String resolveCurrentTenantIdentifier() {
        String tenant = CURRENT.get();
        return tenant != null ? tenant : "none";
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return false;
    }

}
