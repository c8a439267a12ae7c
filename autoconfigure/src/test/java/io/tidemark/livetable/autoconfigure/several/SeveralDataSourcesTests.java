package io.tidemark.livetable.autoconfigure.several;

import java.util.UUID;

import javax.sql.DataSource;

import io.tidemark.autoconfigure.TidemarkAutoConfiguration;
import io.tidemark.livetable.LiveTableOperations;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.autoconfigure.LiveTableAutoConfiguration;
import io.tidemark.livetable.repository.transaction.TransactionMoments;

import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Primary;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.core.convert.DataAccessStrategy;
import org.springframework.data.jdbc.core.convert.JdbcConverter;
import org.springframework.data.jdbc.core.convert.QueryMappingConfiguration;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.mapping.JdbcMappingContext;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.jdbc.repository.config.JdbcConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import static org.assertj.core.api.Assertions.assertThat;

class SeveralDataSourcesTests {

    private static final TableId PRESENT = new TableId("flights", "carrier");

    private static final TableId ARCHIVED = new TableId("archive", "carrier");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
        .withConfiguration(
                AutoConfigurations.of(TidemarkAutoConfiguration.class, LiveTableAutoConfiguration.class))
        .withUserConfiguration(Application.class);

    @Test
    @Tag("P2")
    void tablesOfOneNameAreToldApartByTheirDataSources() {
        this.runner.withPropertyValues("tidemark.livetable.tables[archive/carrier].maximum-entries=5").run((context) -> {
            CarrierRepository present = context.getBean(CarrierRepository.class);
            ArchivedCarrierRepository archived = context.getBean(ArchivedCarrierRepository.class);
            LiveTables tables = context.getBean(LiveTables.class);
            present.save(new Carrier(null, "AA"));
            assertThat(present.count()).isEqualTo(1);
            assertThat(archived.count()).isZero();

            archived.save(new Carrier(null, "TW"));
            archived.save(new Carrier(null, "PA"));

            assertThat(archived.count()).isEqualTo(2);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
            assertThat(archived.count()).isEqualTo(2);
            assertThat(tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
            assertThat(present.count()).isEqualTo(1);
            assertThat(tables.tables()).containsExactly(ARCHIVED, PRESENT);
            assertThat(tables.settings(ARCHIVED).maximumEntries()).isEqualTo(5);
            assertThat(tables.settings(PRESENT).maximumEntries()).isEqualTo(10_000);
        });
    }

    @Test
    void operationsOfOneTypeAreToldApartByTheirRepositories() {
        this.runner.withUserConfiguration(Board.class).run((context) -> {
            Board board = context.getBean(Board.class);

            assertThat(board.present().table()).isEqualTo(PRESENT);
            assertThat(board.archived().table()).isEqualTo(ARCHIVED);
        });
    }

    @Test
    void eachTransactionManagerIsListenedTo() {
        this.runner.run((context) -> assertThat(context.getBeansOfType(ConfigurableTransactionManager.class).values())
            .hasSize(2)
            .allSatisfy((manager) -> assertThat(manager.getTransactionExecutionListeners())
                .containsOnlyOnce(context.getBean(TransactionMoments.class))));
    }

    record Board(@Qualifier("carrierRepository") LiveTableOperations<Carrier, Long> present,
            @Qualifier("archivedCarrierRepository") LiveTableOperations<Carrier, Long> archived) {
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    @EnableJdbcRepositories(jdbcAggregateOperationsRef = "jdbcAggregateTemplate",
            excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = ArchivedCarrierRepository.class))
    static class Application extends AbstractJdbcConfiguration {

        @Bean
        @Primary
        DataSource flights() {
            return database();
        }

        @Bean
        @Primary
        NamedParameterJdbcTemplate flightOperations(@Qualifier("flights") DataSource flights) {
            return new NamedParameterJdbcTemplate(flights);
        }

        @Bean
        @Primary
        JdbcTransactionManager transactionManager(@Qualifier("flights") DataSource flights) {
            return new JdbcTransactionManager(flights);
        }

        @Bean
        @Primary
        @Override
        public DataAccessStrategy dataAccessStrategyBean(NamedParameterJdbcOperations operations,
                JdbcConverter converter, JdbcMappingContext context,
                JdbcDialect dialect) {
            return super.dataAccessStrategyBean(operations, converter, context, dialect);
        }

        private static DataSource database() {
            JdbcConnectionPool pool = JdbcConnectionPool
                .create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
            new JdbcTemplate(pool)
                .execute("create table carrier (id bigint generated by default as identity primary key, name varchar)");
            return pool;
        }

        @Configuration(proxyBeanMethods = false)
        @EnableJdbcRepositories(jdbcAggregateOperationsRef = "archivedAggregates",
                transactionManagerRef = "archiveTransactionManager",
                includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = ArchivedCarrierRepository.class),
                excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = CarrierRepository.class))
        static class Archive {

            @Bean
            DataSource archive() {
                return database();
            }

            @Bean
            NamedParameterJdbcTemplate archiveOperations(@Qualifier("archive") DataSource archive) {
                return new NamedParameterJdbcTemplate(archive);
            }

            @Bean
            JdbcTransactionManager archiveTransactionManager(@Qualifier("archive") DataSource archive) {
                return new JdbcTransactionManager(archive);
            }

            @Bean
            DataAccessStrategy archiveStrategy(
                    @Qualifier("archiveOperations") NamedParameterJdbcOperations operations, JdbcConverter converter,
                    JdbcDialect dialect) {
                return JdbcConfiguration.createDataAccessStrategy(operations, converter,
                        QueryMappingConfiguration.EMPTY, dialect);
            }

            @Bean
            JdbcAggregateTemplate archivedAggregates(ApplicationContext context, JdbcMappingContext mapping,
                    JdbcConverter converter, @Qualifier("archiveStrategy") DataAccessStrategy strategy) {
                return new JdbcAggregateTemplate(context, mapping, converter, strategy);
            }

        }

    }

}
