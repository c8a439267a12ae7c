package io.tidemark.livetable.repository;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * The query that is written at a method.
 *
 * @param text the query with its count query, or empty if it is named elsewhere
 * @param name the name under which it is declared elsewhere, or empty
 * @param isNative whether it is SQL
 * @param isRewritten whether a class of the application changes it before it runs
 */
record DeclaredQuery(String text, String name, boolean isNative, boolean isRewritten) {

    private static final String JPA = "org.springframework.data.jpa.repository.Query";

    private static final String JDBC = "org.springframework.data.jdbc.repository.query.Query";

    private static final Set<String> WRITING_WORDS = Set.of("insert", "update", "delete", "merge", "truncate", "call",
            "replace", "upsert");

    private static final Set<String> READING_STARTS = Set.of("select", "from", "with", "values", "table");

    /** Returns the query of {@code method}, or null if it is derived or implemented. */
    static @Nullable DeclaredQuery of(Method method) {
        MergedAnnotations annotations = MergedAnnotations.from(method,
                MergedAnnotations.SearchStrategy.TYPE_HIERARCHY);
        MergedAnnotation<?> jpa = annotations.get(JPA);
        if (jpa.isPresent()) {
            return new DeclaredQuery(joined(jpa.getString("value"), jpa.getString("countQuery")),
                    jpa.getString("name"), jpa.getBoolean("nativeQuery"),
                    !jpa.getClass("queryRewriter").getSimpleName().equals("IdentityQueryRewriter"));
        }
        MergedAnnotation<?> jdbc = annotations.get(JDBC);
        return jdbc.isPresent() ? new DeclaredQuery(jdbc.getString("value"), jdbc.getString("name"), true, false) : null;
    }

    /** Whether the query has expressions whose value is known only when it runs. */
    boolean hasExpressions() {
        return this.text.replace("#{#entityName}", "").replace("#{#tableName}", "").contains("#{");
    }

    /** Whether the query can change rows, as far as its text tells. */
    boolean writes() {
        if (this.text.isBlank()) {
            return false;
        }
        List<String> words = List.copyOf(words(this.text.toLowerCase(Locale.ROOT)));
        boolean reads = READING_STARTS.contains(firstWord());
        boolean writing = words.stream().anyMatch(WRITING_WORDS::contains);
        // Only SQL has a WITH that writes.
        return !reads || (this.isNative && firstWord().equals("with") && writing);
    }

    /** Returns all words of the query. */
    Set<String> names() {
        return words(this.text);
    }

    private String firstWord() {
        String start = this.text.stripLeading();
        int end = 0;
        while (end < start.length() && Character.isLetter(start.charAt(end))) {
            end++;
        }
        return start.isEmpty() || start.charAt(0) == '(' ? "select" : start.substring(0, end).toLowerCase(Locale.ROOT);
    }

    private static String joined(String query, String countQuery) {
        return countQuery.isEmpty() ? query : query + "\n" + countQuery;
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inWord = i < text.length() && Character.isJavaIdentifierPart(text.charAt(i));
            if (inWord && start < 0) {
                start = i;
            }
            else if (!inWord && start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            }
        }
        return words;
    }

}
