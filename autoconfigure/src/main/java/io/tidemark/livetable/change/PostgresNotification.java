package io.tidemark.livetable.change;

import org.jspecify.annotations.Nullable;

/**
 * A notification as the trigger functions of {@code postgresql-notify.sql} send it: an operation, a table with or without
 * its schema, each quoted where SQL would quote it, and the id of the row if it was one row, such as
 * {@code UPDATE public.airport DFW}.
 *
 * @param operation what was done, {@link Operation#UNKNOWN} if that is not understood
 * @param schema the schema, or null if it is not named
 * @param table the table
 * @param id the id of the row as text, or null if there is none
 */
record PostgresNotification(Operation operation, @Nullable String schema, String table, @Nullable String id) {

    /** Returns what {@code payload} says, or null if not even the table can be made out. */
    static @Nullable PostgresNotification parse(String payload) {
        int space = payload.indexOf(' ');
        if (space <= 0) {
            return null;
        }
        int firstStart = space + 1;
        int firstEnd = endOfName(payload, firstStart);
        boolean qualified = firstEnd > 0 && payload.startsWith(".", firstEnd);
        int tableStart = qualified ? firstEnd + 1 : firstStart;
        int tableEnd = qualified ? endOfName(payload, tableStart) : firstEnd;
        boolean hasId = tableEnd > 0 && payload.startsWith(" ", tableEnd);
        if (tableEnd < 0 || !hasId && tableEnd < payload.length()) {
            return null;
        }
        return new PostgresNotification(Operation.of(payload.substring(0, space)),
                qualified ? unquoted(payload.substring(firstStart, firstEnd)) : null,
                unquoted(payload.substring(tableStart, tableEnd)), hasId ? payload.substring(tableEnd + 1) : null);
    }

    /** Returns where the name that begins at {@code start} ends, or -1 if there is none. */
    private static int endOfName(String text, int start) {
        int at = start;
        if (text.startsWith("\"", start)) {
            int quote = text.indexOf('"', start + 1);
            while (quote > 0 && text.startsWith("\"", quote + 1)) {
                quote = text.indexOf('"', quote + 2);
            }
            return quote > start + 1 ? quote + 1 : -1;
        }
        while (at < text.length() && " .\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at > start ? at : -1;
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    enum Operation {

        INSERT, UPDATE, DELETE, TRUNCATE, CHANGED, RESET, UNKNOWN;

        private static Operation of(String text) {
            for (Operation operation : values()) {
                if (operation.name().equals(text)) {
                    return operation;
                }
            }
            return UNKNOWN;
        }

    }

}
