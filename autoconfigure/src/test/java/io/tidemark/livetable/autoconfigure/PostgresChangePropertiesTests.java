package io.tidemark.livetable.autoconfigure;

import java.sql.SQLException;

import javax.sql.DataSource;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.change.ListenerConnections;
import io.tidemark.livetable.change.PostgresChangeSource;
import io.tidemark.testing.StartupFailures;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresChangePropertiesTests {

    private static final String URL = "tidemark.livetable.changes.postgres.url=jdbc:postgresql://127.0.0.1:1/none";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(TidemarkAutoConfiguration.class,
                LiveTableAutoConfiguration.class))
        .withPropertyValues("tidemark.livetable.changes.postgres.enabled=true");

    @Test
    void nothingListensUnlessItIsSwitchedOn() {
        this.runner.withBean("flights", DataSource.class, DriverManagerDataSource::new)
            .withPropertyValues("tidemark.livetable.changes.postgres.enabled=false")
            .run((context) -> assertThat(context).doesNotHaveBean(PostgresChangeSource.class)
                .doesNotHaveBean(ListenerConnections.class));
    }

    @Test
    void onlyDataSourceIsTheOneThatNotificationsAreAbout() {
        this.runner.withBean("flights", DataSource.class, DriverManagerDataSource::new)
            .withPropertyValues(URL)
            .run((context) -> {
                PostgresChangeSource source = context.getBean(PostgresChangeSource.class);

                assertThat(source.covers(new TableId("flights", "airport"))).isTrue();
                assertThat(source.covers(new TableId("archive", "airport"))).isFalse();
                assertThat(context.getBean(LiveTables.class).impediment(new TableId("flights", "airport")))
                    .hasToString("SOURCE_GAP");
            });
    }

    @Test
    void dataSourceMayBeNamed() {
        this.runner.withBean("flights", DataSource.class, DriverManagerDataSource::new)
            .withBean("archive", DataSource.class, DriverManagerDataSource::new)
            .withPropertyValues(URL, "tidemark.livetable.changes.postgres.data-source=archive")
            .run((context) -> assertThat(
                    context.getBean(PostgresChangeSource.class).covers(new TableId("archive", "airport")))
                .isTrue());
    }

    @Test
    void dataSourceMustBeNamedWhereThereAreSeveral() {
        this.runner.withBean("flights", DataSource.class, DriverManagerDataSource::new)
            .withBean("archive", DataSource.class, DriverManagerDataSource::new)
            .withPropertyValues(URL)
            .run((context) -> {
                FailureAnalysis analysis = StartupFailures.analyze(context);

                assertThat(analysis.getDescription()).isEqualTo(
                        "There is no single data source whose tables the notifications of PostgreSQL can be about.");
                assertThat(analysis.getAction())
                    .isEqualTo("Set 'tidemark.livetable.changes.postgres.data-source' to the name of its bean.");
            });
    }

    @Test
    void namedDataSourceMustBeThere() {
        this.runner.withBean("flights", DataSource.class, DriverManagerDataSource::new)
            .withPropertyValues(URL, "tidemark.livetable.changes.postgres.data-source=fligths")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageEndingWith("must be the name of a bean of type DataSource, was 'fligths'"));
    }

    @Test
    void connectionOfOwnDataSourceMustBeToldApart() {
        this.runner.withBean("flights", DataSource.class, DriverManagerDataSource::new).run((context) -> {
            FailureAnalysis analysis = StartupFailures.analyze(context);

            assertThat(analysis.getDescription()).isEqualTo("The connection that listens to PostgreSQL can't be opened, "
                    + "because the data source is not one that Spring Boot made from its properties.");
            assertThat(analysis.getAction()).isEqualTo("Set 'tidemark.livetable.changes.postgres.url', or define a bean "
                    + "of type ListenerConnections.");
        });
    }

    @Test
    void connectionsOfApplicationWin() {
        ListenerConnections own = () -> {
            throw new SQLException("No server in this test");
        };
        this.runner.withBean("flights", DataSource.class, DriverManagerDataSource::new)
            .withBean(ListenerConnections.class, () -> own)
            .run((context) -> assertThat(context).hasNotFailed().getBean(ListenerConnections.class).isSameAs(own));
    }

    @Test
    void channelMustNotBeEmpty() {
        this.runner.withBean("flights", DataSource.class, DriverManagerDataSource::new)
            .withPropertyValues(URL, "tidemark.livetable.changes.postgres.channels=")
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
                        (ex) -> assertThat(ex.getName()).isEqualTo("tidemark.livetable.changes.postgres.channels")));
    }

    @Test
    void driverThatIsMissingStopsStart() {
        this.runner.withBean("flights", DataSource.class, DriverManagerDataSource::new)
            .withClassLoader(new FilteredClassLoader("org.postgresql"))
            .withPropertyValues(URL)
            .run((context) -> assertThat(StartupFailures.analyze(context).getAction())
                .isEqualTo("Add the dependency 'org.postgresql:postgresql', or switch it off."));
    }

}
