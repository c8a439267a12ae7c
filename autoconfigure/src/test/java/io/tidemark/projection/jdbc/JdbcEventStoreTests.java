package io.tidemark.projection.jdbc;

import java.util.List;

import javax.sql.DataSource;

import io.tidemark.projection.EventEncoder;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JdbcEventStoreTests {

    private final DataSource unused = new DriverManagerDataSource();

    private final JdbcEventStore store = new JdbcEventStore(this.unused, EventEncoder.string());

    @Test
    void argumentsAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> this.store.append("DFW", List.of()))
            .withMessage("events must not be empty");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> this.store.append("DFW", -1, List.of(new NewEvent("departure", "one"))))
            .withMessage("expectedVersion must not be negative, was -1");
        assertThatIllegalArgumentException().isThrownBy(() -> new NewEvent("", "data"))
            .withMessage("type must not be empty");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new JdbcEventStore(this.unused, "a b", EventEncoder.string(), List::of));
    }

}
