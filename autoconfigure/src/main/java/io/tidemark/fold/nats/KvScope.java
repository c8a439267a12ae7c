package io.tidemark.fold.nats;

import java.util.ArrayList;
import java.util.List;

import io.nats.client.Message;

/** Where the keys of a bucket, or of a part of it, are among the subjects of its stream. */
final class KvScope {

    private final String stream;

    private final String subjectPrefix;

    private final List<String> prefixes;

    KvScope(String bucket, List<String> prefixes) {
        this.stream = "KV_" + bucket;
        this.subjectPrefix = "$KV." + bucket + ".";
        this.prefixes = prefixes;
    }

    /**
     * Sorts prefixes and drops those that another one covers, which servers would refuse.
     * @throws IllegalArgumentException if one does not end where a token ends
     */
    static List<String> normalize(List<String> prefixes) {
        List<String> normalized = new ArrayList<>();
        for (String prefix : prefixes.stream().sorted().distinct().toList()) {
            if (prefix.isEmpty()) {
                return List.of();
            }
            check(prefix);
            boolean covered = !normalized.isEmpty() && prefix.startsWith(normalized.get(normalized.size() - 1));
            if (!covered) {
                normalized.add(prefix);
            }
        }
        return List.copyOf(normalized);
    }

    String stream() {
        return this.stream;
    }

    /** Returns the subjects to follow, in groups for one consumer each. */
    List<List<String>> filters(boolean manyInOne) {
        List<String> filters = this.prefixes.isEmpty() ? List.of(this.subjectPrefix + ">")
                : this.prefixes.stream().map(prefix -> this.subjectPrefix + prefix + ">").toList();
        return manyInOne ? List.of(filters) : filters.stream().map(List::of).toList();
    }

    String key(Message message) {
        return message.getSubject().substring(this.subjectPrefix.length());
    }

    private static void check(String prefix) {
        if (!prefix.endsWith(".")) {
            throw new IllegalArgumentException(("prefix must end with '.', was '%s': NATS follows whole tokens only, "
                    + "use '%s.' or filter the keys that you read").formatted(prefix, prefix));
        }
        if (prefix.startsWith(".") || prefix.contains("..")) {
            throw new IllegalArgumentException("prefix must not have an empty token, was '%s'".formatted(prefix));
        }
        if (!KvMessages.isUsable(prefix) || prefix.indexOf('*') >= 0 || prefix.indexOf('>') >= 0) {
            throw new IllegalArgumentException("prefix must be printable ASCII without '*' and '>', was '%s'"
                .formatted(prefix));
        }
    }

}
