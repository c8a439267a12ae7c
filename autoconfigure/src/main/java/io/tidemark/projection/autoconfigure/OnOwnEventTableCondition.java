package io.tidemark.projection.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/** Matches unless the events are in a table that the application brings. */
final class OnOwnEventTableCondition extends NoneNestedConditions {

    OnOwnEventTableCondition() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty("tidemark.projection.jdbc.table")
    static class ApplicationsTable {

    }

}
