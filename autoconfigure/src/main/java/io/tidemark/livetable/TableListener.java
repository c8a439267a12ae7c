package io.tidemark.livetable;

import java.util.Objects;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody who is told of tables. A read must not fail because somebody who watches it does. */
record TableListener(Consumer<TableId> listener) {

    private static final Logger logger = LoggerFactory.getLogger(TableListener.class);

    TableListener {
        Objects.requireNonNull(listener, "listener");
    }

    void tell(TableId table) {
        try {
            this.listener.accept(table);
        }
        catch (RuntimeException ex) {
            logger.warn("A listener failed when it was told of table '{}'", table, ex);
        }
    }

}
