package io.tidemark.fold.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.tidemark.autoconfigure.PropertyRules;
import io.tidemark.autoconfigure.TidemarkProperties;
import io.tidemark.fold.FoldSourceFactory;
import io.tidemark.fold.nats.NatsConnector;
import io.tidemark.fold.nats.NatsKvFoldSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** The sources of folds that are buckets of NATS, and the connection that they share. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = NatsFoldConfiguration.LIBRARY)
class NatsFoldConfiguration {

    static final String LIBRARY = "io.nats.client.Connection";

    @Bean
    @ConditionalOnMissingBean(NatsConnectionDetails.class)
    PropertiesNatsConnectionDetails natsConnectionDetails(FoldProperties properties,
            ObjectProvider<SslBundles> sslBundles) {
        return new PropertiesNatsConnectionDetails(properties.nats(), sslBundles);
    }

    // Lazy: an application without folds has nobody to connect to.
    @Bean(destroyMethod = "close")
    @Lazy
    @ConditionalOnMissingBean
    Connection natsConnection(NatsConnectionDetails details, FoldProperties properties, Environment environment)
            throws InterruptedException {
        NatsProperties nats = properties.nats();
        Options.Builder options = NatsKvFoldSource.connectionOptions()
            .servers(details.servers().toArray(String[]::new))
            .connectionTimeout(nats.connectTimeout())
            .reconnectWait(nats.reconnectWait())
            .reconnectJitter(nats.reconnectWait())
            .pingInterval(nats.pingInterval())
            .connectionName(nats.connectionName() != null ? nats.connectionName()
                    : environment.getProperty("spring.application.name"));
        logIn(options, details);
        SslBundle bundle = details.sslBundle();
        if (bundle != null) {
            options.sslContext(bundle.createSslContext());
        }
        return NatsConnector.connect(options.build());
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean(FoldSourceFactory.class)
    NatsFoldSources tidemarkFoldSources(Connection connection, FoldProperties properties) {
        return new NatsFoldSources(connection, properties.nats());
    }

    private static void logIn(Options.Builder options, NatsConnectionDetails details) {
        String user = details.user();
        String token = details.token();
        String credentials = details.credentials();
        if (user != null) {
            options.userInfo(user, Objects.requireNonNullElse(details.password(), ""));
        }
        else if (token != null) {
            options.token(token.toCharArray());
        }
        else if (credentials != null) {
            Path file = TidemarkProperties.path(NatsProperties.CREDENTIALS, credentials);
            if (!Files.isReadable(file)) {
                throw PropertyRules.invalid(NatsProperties.CREDENTIALS, credentials,
                        "must be a file that can be read, '%s' is none".formatted(file.toAbsolutePath()));
            }
            options.authHandler(Nats.credentials(file.toString()));
        }
    }

}
