package io.tidemark.livetable.autoconfigure;

import io.tidemark.autoconfigure.IncompleteSetupException;
import io.tidemark.livetable.TableId;
import io.tidemark.livetable.json.JsonRowsCodec;
import io.tidemark.livetable.repository.RowTypes;

/** Makes the rows that are kept on disk known to their codec. */
final class KeptRowTypes implements RowTypes {

    private final TablePageCaches caches;

    private final JsonRowsCodec codec;

    KeptRowTypes(TablePageCaches caches, JsonRowsCodec codec) {
        this.caches = caches;
        this.codec = codec;
    }

    @Override
    public void add(TableId table, Class<?> type) {
        if (!this.caches.isOnDisk(table)) {
            return;
        }
        try {
            this.codec.register(type);
        }
        catch (IllegalArgumentException ex) {
            throw new IncompleteSetupException(
                    "Rows of %s of table '%s' can't be kept on disk: %s.".formatted(type.getName(), table,
                            ex.getMessage()),
                    "Set '%s' to caffeine, annotate the methods that return them with @Uncached, or define a bean of "
                        .formatted(TableRules.ofTable(table.table()).prefix() + ".backend") + "type RowsCodec.");
        }
    }

}
