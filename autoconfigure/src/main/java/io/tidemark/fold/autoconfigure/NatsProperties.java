package io.tidemark.fold.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.tidemark.autoconfigure.PropertyRules;
import io.tidemark.fold.nats.UnusableKeys;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the connection to NATS, which all folds share.
 *
 * @param servers Addresses of the servers of one cluster, tried in any order.
 * @param user Name of the user to log in as.
 * @param password Password of the user.
 * @param token Token to log in with.
 * @param credentials File of credentials (JWT and seed) to log in with.
 * @param ssl settings of TLS
 * @param connectionName Name of the connection as the server shows it. The name of the application if this is not set.
 * @param connectTimeout How long to wait for a connection to one server.
 * @param requestTimeout How long to wait for an answer of the server.
 * @param reconnectWait How long to wait before a server is tried again, give or take as much.
 * @param pingInterval How often the server is asked whether it is there. It is given up after two pings without answer.
 * @param pullSize How many updates are asked for at a time. As many wait in memory at most for each prefix of a fold.
 * @param heartbeat How often the server says that it is there while a bucket is quiet. Three times that without a word is
 * a loss.
 * @param inactiveThreshold How long the server keeps a consumer that nobody uses.
 * @param unusableKeys What becomes of keys that are not printable ASCII.
 */
public record NatsProperties(@DefaultValue("nats://localhost:4222") List<String> servers, @Nullable String user,
        @Nullable String password, @Nullable String token, @Nullable String credentials, @DefaultValue Ssl ssl,
        @Nullable String connectionName, @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("2s") Duration requestTimeout, @DefaultValue("250ms") Duration reconnectWait,
        @DefaultValue("10s") Duration pingInterval, @DefaultValue("256") int pullSize,
        @DefaultValue("2s") Duration heartbeat, @DefaultValue("60s") Duration inactiveThreshold,
        @DefaultValue("skip") UnusableKeys unusableKeys) {

    static final String PREFIX = FoldProperties.PREFIX + ".nats";

    static final String CREDENTIALS = PREFIX + ".credentials";

    private static final Duration LEAST = Duration.ofMillis(100);

    private static final Duration MOST = Duration.ofDays(1);

    private static final int LARGEST_PULL = 10_000;

    public NatsProperties {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw PropertyRules.invalid(PREFIX + ".servers", servers, "must name a server, was empty");
        }
        if (user == null && password != null) {
            throw PropertyRules.invalid(PREFIX + ".password", "******",
                    "must not be set without '%s.user'".formatted(PREFIX));
        }
        if ((user != null ? 1 : 0) + (token != null ? 1 : 0) + (credentials != null ? 1 : 0) > 1) {
            throw PropertyRules.invalid(user != null ? PREFIX + ".user" : CREDENTIALS,
                    user != null ? user : String.valueOf(credentials),
                    "must be the only way to log in: set one of user, token and credentials");
        }
        requireTime("connect-timeout", connectTimeout);
        requireTime("request-timeout", requestTimeout);
        PropertyRules.requireBetween(PREFIX + ".reconnect-wait", reconnectWait, Duration.ofMillis(1), MOST);
        requireTime("ping-interval", pingInterval);
        requireTime("heartbeat", heartbeat);
        requireTime("inactive-threshold", inactiveThreshold);
        PropertyRules.requireBetween(PREFIX + ".pull-size", pullSize, 1, LARGEST_PULL);
    }

    private static void requireTime(String name, Duration value) {
        PropertyRules.requireBetween(PREFIX + "." + name, value, LEAST, MOST);
    }

    /**
     * Settings of TLS.
     *
     * @param bundle Name of the SSL bundle to use. TLS is used without one if an address or the server asks for it.
     */
    public record Ssl(@Nullable String bundle) {
    }

}
