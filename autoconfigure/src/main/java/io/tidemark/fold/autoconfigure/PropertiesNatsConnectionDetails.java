package io.tidemark.fold.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/** What the properties say of the connection to NATS. */
final class PropertiesNatsConnectionDetails implements NatsConnectionDetails {

    private final NatsProperties properties;

    private final ObjectProvider<SslBundles> bundles;

    PropertiesNatsConnectionDetails(NatsProperties properties, ObjectProvider<SslBundles> bundles) {
        this.properties = properties;
        this.bundles = bundles;
    }

    @Override
    public List<String> servers() {
        return this.properties.servers();
    }

    @Override
    public @Nullable String user() {
        return this.properties.user();
    }

    @Override
    public @Nullable String password() {
        return this.properties.password();
    }

    @Override
    public @Nullable String token() {
        return this.properties.token();
    }

    @Override
    public @Nullable String credentials() {
        return this.properties.credentials();
    }

    @Override
    public @Nullable SslBundle sslBundle() {
        String bundle = this.properties.ssl().bundle();
        return bundle == null ? null : this.bundles.getObject().getBundle(bundle);
    }

}
