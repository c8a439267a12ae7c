package io.tidemark.fold;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The folds of an application, by name. Immutable. */
public final class Folds {

    private final Map<String, FollowedFold<?>> folds = new TreeMap<>();

    /**
     * Creates the folds.
     * @throws IllegalArgumentException if two have the same name
     */
    public Folds(List<FollowedFold<?>> folds) {
        for (FollowedFold<?> fold : folds) {
            if (this.folds.put(fold.name(), fold) != null) {
                throw new IllegalArgumentException("name of a fold must be unique, '%s' was not: rename one"
                    .formatted(fold.name()));
            }
        }
    }

    /** Returns the names, ascending. */
    public List<String> names() {
        return List.copyOf(this.folds.keySet());
    }

    /** Returns all folds, in the order of their names. */
    public List<FollowedFold<?>> all() {
        return List.copyOf(this.folds.values());
    }

    /**
     * Returns the fold of that name.
     * @throws IllegalArgumentException if there is none
     */
    public FollowedFold<?> get(String name) {
        FollowedFold<?> fold = this.folds.get(name);
        if (fold == null) {
            throw new IllegalArgumentException("name must be one of %s, was '%s'".formatted(names(), name));
        }
        return fold;
    }

}
