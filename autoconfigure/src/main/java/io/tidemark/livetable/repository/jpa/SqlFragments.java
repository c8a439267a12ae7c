package io.tidemark.livetable.repository.jpa;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tidemark.livetable.TableId;

/**
 * The tables at which pieces of SQL within a mapping look, such as a formula with a query in it. Names count, not
 * grammar: rather too many tables than too few. Immutable.
 */
final class SqlFragments {

    private static final Pattern WORD = Pattern.compile("[\\w$]+");

    private static final Pattern QUERY = Pattern.compile("\\bselect\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern SOURCE = Pattern.compile("\\b(?:from|join)\\s+(?!\\(|lateral\\b)([^\\s,()]+)",
            Pattern.CASE_INSENSITIVE);

    private final Map<String, Set<TableId>> byName = new HashMap<>();

    SqlFragments(Set<TableId> mapped) {
        for (TableId table : mapped) {
            this.byName.computeIfAbsent(simpleName(table.table()), name -> new LinkedHashSet<>()).add(table);
        }
    }

    /** Whether {@code sql} looks at more than the row that it is part of. */
    static boolean isQuery(String sql) {
        return QUERY.matcher(sql).find();
    }

    /** Returns the mapped tables that are named in {@code sql}. */
    Set<TableId> tables(String sql) {
        Set<TableId> tables = new LinkedHashSet<>();
        Matcher words = WORD.matcher(sql);
        while (words.find()) {
            tables.addAll(this.byName.getOrDefault(words.group().toLowerCase(Locale.ROOT), Set.of()));
        }
        return tables;
    }

    /** Whether all that {@code sql} selects from is mapped. */
    boolean isKnown(String sql) {
        Matcher sources = SOURCE.matcher(sql);
        while (sources.find()) {
            if (!this.byName.containsKey(simpleName(sources.group(1)))) {
                return false;
            }
        }
        return true;
    }

    private static String simpleName(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return simple.replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
    }

}
