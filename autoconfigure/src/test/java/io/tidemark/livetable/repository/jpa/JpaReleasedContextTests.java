package io.tidemark.livetable.repository.jpa;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Open persistence contexts that give their connection back after each transaction. */
@TestPropertySource(properties = JpaTestConfiguration.HANDLING_MODE
        + "=DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION")
@Tag("P1")
class JpaReleasedContextTests extends JpaTestSupport {

    @Test
    void openContextWithOldRowsIsNotAsked() {
        withOpenEntityManager(() -> {
            readOnly().executeWithoutResult(status -> this.entityManager.find(Airport.class, "DFW"));
            renameElsewhere("DFW", "Fort Worth");

            assertMiss(() -> assertThat(nameOf("DFW")).isEqualTo("Fort Worth"));
            readOnly().executeWithoutResult(status -> assertHit(() -> nameOf("DFW")));
        });

        assertHit(() -> assertThat(nameOf("DFW")).isEqualTo("Fort Worth"));
    }

}
