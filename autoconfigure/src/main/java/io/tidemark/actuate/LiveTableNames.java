package io.tidemark.actuate;

import java.util.Collection;

import io.tidemark.livetable.TableId;

/** What live tables are called where operators name them. */
final class LiveTableNames {

    private LiveTableNames() {
    }

    /** Returns the name of the table, with its data source and a colon before it if another has a table of that name. */
    static String name(TableId table, Collection<TableId> all) {
        boolean unique = all.stream().noneMatch((each) -> each.table().equals(table.table()) && !each.equals(table));
        return unique ? table.table() : table.dataSource() + ":" + table.table();
    }

}
