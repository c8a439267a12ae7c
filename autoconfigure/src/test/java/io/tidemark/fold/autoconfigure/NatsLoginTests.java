package io.tidemark.fold.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.stream.Stream;

import io.nats.client.Connection;
import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.testing.EnabledIfNats;
import io.tidemark.testing.NatsServer;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** How applications prove to servers who they are, and servers to them. */
@EnabledIfNats
class NatsLoginTests {

    private static final String PASSWORD = "password";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TidemarkAutoConfiguration.class,
                FoldAutoConfiguration.class));

    @TempDir
    Path directory;

    @Test
    void userLogsInWithPassword() {
        try (NatsServer server = NatsServer.start("--user", "me", "--pass", PASSWORD)) {
            ApplicationContextRunner application = connectedTo(server).withPropertyValues("tidemark.fold.nats.user=me");

            application.withPropertyValues("tidemark.fold.nats.password=" + PASSWORD)
                .run((context) -> assertThat(context.getBean(Connection.class).getStatus())
                    .isEqualTo(Connection.Status.CONNECTED));
            application.withPropertyValues("tidemark.fold.nats.password=wrong")
                .run((context) -> assertThat(context.getBean(Connection.class).getStatus())
                    .isEqualTo(Connection.Status.CONNECTING));
        }
    }

    @Test
    void tokenLogsIn() {
        try (NatsServer server = NatsServer.start("--auth", PASSWORD)) {
            connectedTo(server).withPropertyValues("tidemark.fold.nats.token=" + PASSWORD)
                .run((context) -> assertThat(context.getBean(Connection.class).getStatus())
                    .isEqualTo(Connection.Status.CONNECTED));
        }
    }

    @Test
    void credentialsThatCanNotBeReadStopStart() {
        Path missing = this.directory.resolve("missing.creds");

        this.runner.withPropertyValues("tidemark.fold.nats.credentials=" + missing, "tidemark.fold.folds.notes.store=memory",
                "tidemark.fold.folds.notes.type=java.lang.String")
            .run((context) -> assertThat(StartupFailures.analyze(context).getDescription())
                .contains("tidemark.fold.nats.credentials")
                .contains("must be a file that can be read, '%s' is none".formatted(missing)));
    }

    @Test
    void bundleSaysWhichServersToTrust() throws Exception {
        Path keyStore = createKeyStore();
        Path certificate = this.directory.resolve("certificate.pem");
        Path key = this.directory.resolve("key.pem");
        writePem(keyStore, certificate, key);

        try (NatsServer server = NatsServer.start("--tls", "--tlscert", certificate.toString(), "--tlskey",
                key.toString())) {
            connectedTo(server)
                .withPropertyValues("tidemark.fold.nats.ssl.bundle=nats",
                        "spring.ssl.bundle.pem.nats.truststore.certificate=" + certificate.toUri())
                .run((context) -> {
                    Connection connection = context.getBean(Connection.class);
                    assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
                    assertThat(connection.getServerInfo().isTLSRequired()).isTrue();
                });
            connectedTo(server).run((context) -> assertThat(context.getBean(Connection.class).getStatus())
                .isEqualTo(Connection.Status.CONNECTING));
        }
    }

    @Test
    void connectionHasTheNameOfTheApplication() {
        try (NatsServer server = NatsServer.start()) {
            ApplicationContextRunner application = connectedTo(server).withPropertyValues("spring.application.name=notes");

            application.run((context) -> assertThat(context.getBean(Connection.class).getOptions().getConnectionName())
                .isEqualTo("notes"));
            application.withPropertyValues("tidemark.fold.nats.connection-name=other")
                .run((context) -> assertThat(context.getBean(Connection.class).getOptions().getConnectionName())
                    .isEqualTo("other"));
        }
    }

    private ApplicationContextRunner connectedTo(NatsServer server) {
        return this.runner.withPropertyValues("tidemark.fold.nats.servers=" + server.url());
    }

    private Path createKeyStore() throws IOException, InterruptedException {
        Path keyStore = this.directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(Stream
            .of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "server",
                    "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=ip:127.0.0.1", "-storetype", "PKCS12",
                    "-keystore", keyStore.toString(), "-storepass", PASSWORD)
            .toList()).redirectErrorStream(true).redirectOutput(this.directory.resolve("keytool.txt").toFile()).start();
        assertThat(keytool.waitFor()).as(Files.readString(this.directory.resolve("keytool.txt"))).isZero();
        return keyStore;
    }

    private static void writePem(Path keyStore, Path certificate, Path key) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(keyStore)) {
            keys.load(input, PASSWORD.toCharArray());
        }
        Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        Files.writeString(key, pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label,
                Base64.getMimeEncoder().encodeToString(content), label);
    }

}
