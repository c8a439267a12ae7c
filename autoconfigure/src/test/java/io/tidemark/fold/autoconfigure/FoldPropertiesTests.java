package io.tidemark.fold.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.fold.FollowerSettings;
import io.tidemark.fold.FoldSourceFactory;
import io.tidemark.fold.mvstore.MvStoreFoldSettings;
import io.tidemark.fold.nats.NatsKvSettings;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class FoldPropertiesTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class, FoldAutoConfiguration.class))
        .withBean(FoldSourceFactory.class, () -> (name, prefixes) -> new MemoryBucket(name))
        .withPropertyValues(FoldApplications.NOTES + "type=java.lang.String", FoldApplications.NOTES + "store=memory");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tidemark.fold.folds.notes.batch-size         | 0     | must be at least 1, was 0
            tidemark.fold.folds.notes.batch-size         | 100001| must be at most 100000, was 100001
            tidemark.fold.folds.notes.batch-window       | -1s   | must be at least 0s, was -1s
            tidemark.fold.folds.notes.batch-window       | 61s   | must be at most 60s, was 61s
            tidemark.fold.folds.notes.probe-interval     | 0s    | must be at least 1ms, was 0s
            tidemark.fold.folds.notes.stall-timeout      | 0s    | must be at least 1ms, was 0s
            tidemark.fold.folds.notes.reconcile-interval | -1s   | must be at least 1ms, was -1s
            tidemark.fold.folds.notes.initial-backoff    | 0s    | must be at least 1ms, was 0s
            tidemark.fold.folds.notes.maximum-backoff    | 1ms   | must be at least 50ms, was 1ms
            tidemark.fold.folds.notes.close-timeout      | -1s   | must be at least 0s, was -1s
            tidemark.fold.folds.notes.not-moving-after   | 0s    | must be at least 1ms, was 0s
            tidemark.fold.folds.notes.mvstore.page-cache-size | 1KB | must be at least 1MB, was 1KB
            tidemark.fold.folds.notes.mvstore.lock-timeout | -1s | must not be negative, was -1s
            tidemark.fold.nats.connect-timeout           | 0s    | must be at least 100ms, was 0s
            tidemark.fold.nats.request-timeout           | 0s    | must be at least 100ms, was 0s
            tidemark.fold.nats.reconnect-wait            | 0s    | must be at least 1ms, was 0s
            tidemark.fold.nats.ping-interval             | 0s    | must be at least 100ms, was 0s
            tidemark.fold.nats.heartbeat                 | 0s    | must be at least 100ms, was 0s
            tidemark.fold.nats.inactive-threshold        | 0s    | must be at least 100ms, was 0s
            tidemark.fold.nats.pull-size                 | 0     | must be at least 1, was 0
            tidemark.fold.nats.pull-size                 | 10001 | must be at most 10000, was 10001
            tidemark.fold.nats.servers                   | ''    | must name a server, was empty
            tidemark.fold.nats.password                  | x     | must not be set without 'tidemark.fold.nats.user'
            """)
    void valueOutOfRangeStopsStartWithItsProperty(String property, String value, String reason) {
        this.runner.withPropertyValues(property + "=" + value).run((context) -> {
            assertThat(context).hasFailed();
            assertThat(StartupFailures.analyze(context).getDescription()).contains(property).contains(reason);
        });
    }

    @Test
    void oneWayToLogInIsAllowed() {
        this.runner.withPropertyValues("tidemark.fold.nats.user=me", "tidemark.fold.nats.token=secret")
            .run((context) -> assertThat(StartupFailures.analyze(context).getDescription())
                .contains("tidemark.fold.nats.user")
                .contains("must be the only way to log in: set one of user, token and credentials")
                .doesNotContain("secret"));
    }

    @Test
    void nameOfAFoldIsThatOfADirectory() {
        this.runner.withPropertyValues("tidemark.fold.folds.[a/b].type=java.lang.String")
            .run((context) -> assertThat(StartupFailures.analyze(context).getDescription())
                .isEqualTo("The name of a fold must be letters, digits, '_' and '-', was 'a/b'."));
    }

    @Test
    void defaultsAreThoseOfTheParts() {
        this.runner.run((context) -> {
            FoldProperties properties = context.getBean(FoldProperties.class);
            FollowedFoldProperties fold = properties.folds().get("notes");
            NatsProperties nats = properties.nats();
            NatsKvSettings bucket = NatsKvSettings.of("notes");
            MvStoreFoldSettings store = MvStoreFoldSettings.in(Path.of("notes"));

            assertThat(fold.followerSettings()).isEqualTo(FollowerSettings.defaults());
            assertThat(fold.bucketOr("notes")).isEqualTo("notes");
            assertThat(fold.mvstore().sync()).isEqualTo(store.sync());
            assertThat(fold.mvstore().pageCacheSize().toBytes()).isEqualTo(store.pageCacheBytes());
            assertThat(fold.mvstore().lockTimeout()).isEqualTo(store.lockTimeout());
            assertThat(nats.pullSize()).isEqualTo(bucket.pullSize());
            assertThat(nats.heartbeat()).isEqualTo(bucket.heartbeat());
            assertThat(nats.inactiveThreshold()).isEqualTo(bucket.inactiveThreshold());
            assertThat(nats.requestTimeout()).isEqualTo(bucket.requestTimeout());
            assertThat(nats.unusableKeys()).isEqualTo(bucket.unusableKeys());
            assertThat(fold.notMovingAfter()).isEqualTo(Duration.ofMinutes(1));
        });
    }

    @Test
    void reconciliationOnScheduleCanBeSwitchedOff() {
        this.runner.withPropertyValues(FoldApplications.NOTES + "reconcile-interval=0s")
            .run((context) -> assertThat(context.getBean(FoldProperties.class)
                .folds()
                .get("notes")
                .followerSettings()
                .reconcileInterval()).isZero());
    }

}
