package io.tidemark.fold.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/** What it takes to connect to NATS. A bean of this type takes the place of the properties. */
public interface NatsConnectionDetails extends ConnectionDetails {

    /** Returns the addresses of the servers of one cluster, at least one. */
    List<String> servers();

    /** Returns the name of the user to log in as, or null. */
    default @Nullable String user() {
        return null;
    }

    /** Returns the password of the user, or null. */
    default @Nullable String password() {
        return null;
    }

    /** Returns the token to log in with, or null. */
    default @Nullable String token() {
        return null;
    }

    /** Returns the path of the file of credentials to log in with, or null. */
    default @Nullable String credentials() {
        return null;
    }

    /** Returns what TLS is to trust and to show, or null if that is left to the JVM. */
    default @Nullable SslBundle sslBundle() {
        return null;
    }

}
