package io.tidemark.livetable.repository.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

import javax.sql.DataSource;

import io.tidemark.generation.Generations;
import io.tidemark.livetable.BypassReason;

import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What the transaction of the calling thread lets a read do. */
@Tag("P1")
class SpringReadContextTests {

    private final SpringReadContext context = new SpringReadContext(
            new TransactionMoments(new Generations()::moment));

    @ParameterizedTest
    @CsvSource({ "1,ISOLATION", "2,", "4,ISOLATION", "8,ISOLATION" })
    void transactionThatNamesNoIsolationHasThatOfItsConnections(int ofConnections, @Nullable BypassReason reason) {
        assertThat(bypass(ofConnections, TransactionDefinition.ISOLATION_DEFAULT, true)).isEqualTo(reason);
    }

    @Test
    void transactionThatNamesItsIsolationHasIt() {
        assertThat(bypass(Connection.TRANSACTION_SERIALIZABLE, TransactionDefinition.ISOLATION_READ_COMMITTED, true))
            .isNull();
    }

    @Test
    void transactionThatMayWriteBypassesWhateverItsIsolation() {
        assertThat(bypass(Connection.TRANSACTION_READ_COMMITTED, TransactionDefinition.ISOLATION_DEFAULT, false))
            .isEqualTo(BypassReason.READ_WRITE_TRANSACTION);
    }

    @Test
    void nothingStandsInTheWayOutsideTransactions() {
        assertThat(this.context.bypass()).isNull();
        assertThat(this.context.holdsResources()).isFalse();
        assertThat(this.context.snapshotMoment()).isNegative();
    }

    private @Nullable BypassReason bypass(int ofConnections, int ofTransaction, boolean readOnly) {
        TransactionTemplate template = new TransactionTemplate(new JdbcTransactionManager(h2(ofConnections)));
        template.setIsolationLevel(ofTransaction);
        template.setReadOnly(readOnly);
        return template.execute(status -> this.context.bypass());
    }

    private static DataSource h2(int isolation) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:mem:" + UUID.randomUUID());
        return new DelegatingDataSource(h2) {

            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                connection.setTransactionIsolation(isolation);
                return connection;
            }

        };
    }

}
