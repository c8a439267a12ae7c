package io.tidemark.livetable.autoconfigure;

import javax.sql.DataSource;

import io.tidemark.autoconfigure.IncompleteSetupException;
import io.tidemark.autoconfigure.MissingLibraryException;
import io.tidemark.autoconfigure.PropertyRules;
import io.tidemark.livetable.autoconfigure.LiveTableChangesProperties.Postgres;
import io.tidemark.livetable.change.ListenerConnections;
import io.tidemark.livetable.change.PostgresChangeSource;
import io.tidemark.livetable.repository.DataSourceNames;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The notifications of PostgreSQL, which need its driver. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("tidemark.livetable.changes.postgres.enabled")
@ConditionalOnMissingBean(PostgresChangeSource.class)
class PostgresChangeConfiguration {

    private static final String LIBRARY = "org.postgresql.PGConnection";

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcConnectionDetails.class)
    static class Connections {

        @Bean
        @ConditionalOnMissingBean
        ListenerConnections tidemarkListenerConnections(LiveTableProperties properties,
                ObjectProvider<JdbcConnectionDetails> details) {
            Postgres postgres = properties.changes().postgres();
            if (postgres.url() != null) {
                return ListenerConnections.of(postgres.url(), postgres.username(), postgres.password(),
                        postgres.connectTimeout());
            }
            JdbcConnectionDetails known = details.getIfUnique();
            if (known == null) {
                throw new IncompleteSetupException(
                        "The connection that listens to PostgreSQL can't be opened, because the data source is not one "
                                + "that Spring Boot made from its properties.",
                        "Set '%s.url', or define a bean of type ListenerConnections.".formatted(Postgres.PREFIX));
            }
            return ListenerConnections.of(known.getJdbcUrl(), known.getUsername(), known.getPassword(),
                    postgres.connectTimeout());
        }

    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = LIBRARY)
    static class Present {

        @Bean
        PostgresChangeSource tidemarkPostgresChangeSource(LiveTableProperties properties, DataSourceNames names,
                ObjectProvider<DataSource> dataSources, ListenerConnections connections,
                ConfigurableListableBeanFactory beanFactory) {
            Postgres postgres = properties.changes().postgres();
            String dataSource = dataSource(postgres, names, dataSources, beanFactory);
            return new PostgresChangeSource("postgres", postgres.settings(dataSource), connections);
        }

        private static String dataSource(Postgres postgres, DataSourceNames names,
                ObjectProvider<DataSource> dataSources, ConfigurableListableBeanFactory beanFactory) {
            String property = Postgres.PREFIX + ".data-source";
            String name = postgres.dataSource();
            if (name != null) {
                if (!beanFactory.containsBean(name) || !beanFactory.isTypeMatch(name, DataSource.class)) {
                    throw PropertyRules.invalid(property, name,
                            "must be the name of a bean of type DataSource, was '%s'".formatted(name));
                }
                return name;
            }
            DataSource unique = dataSources.getIfUnique();
            if (unique == null) {
                throw new IncompleteSetupException(
                        "There is no single data source whose tables the notifications of PostgreSQL can be about.",
                        "Set '%s' to the name of its bean.".formatted(property));
            }
            return names.nameOf(unique);
        }

    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(LIBRARY)
    static class Missing {

        @Bean
        PostgresChangeSource tidemarkPostgresChangeSource() {
            throw new MissingLibraryException("The property '%s.enabled'".formatted(Postgres.PREFIX),
                    "org.postgresql:postgresql", "switch it off");
        }

    }

}
