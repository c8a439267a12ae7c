package io.tidemark.projection.jdbc;

import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import io.tidemark.projection.EventOrdering;
import io.tidemark.testing.H2Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(H2Database.class)
class H2JdbcEventSourceTests extends JdbcEventSourceContract {

    H2JdbcEventSourceTests(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    List<PayloadType> payloadTypes() {
        String text = "U&'{\"a\":\"\\00fc\"}'";
        String binary = "x'7b2261223a22c3bc227d'";
        return List.of(new PayloadType("varchar", text), new PayloadType("clob", text),
                new PayloadType("char varying(20)", text), new PayloadType("json", text + " format json"),
                new PayloadType("varbinary", binary), new PayloadType("blob", binary),
                new PayloadType("binary(10)", binary));
    }

    @Test
    void headReadsOneRowOfTheIndex() {
        JdbcEventLog log = new JdbcEventLog(this.dataSource, EventOrdering.STREAM_VERSION, "id");
        for (int version = 1; version <= 50; version++) {
            log.add("DFW", version, "departure", "a");
        }
        String sql = new EventStatements(log.table(), 1).head();

        String plan = this.jdbc.queryForObject("explain analyze " + sql, String.class, "DFW", "departure");

        assertThat(log.source().head("DFW", Set.of("departure")).sequence()).isEqualTo(50);
        assertThat(plan).contains("/* index sorted */", "scanCount: 1 ");
    }

}
