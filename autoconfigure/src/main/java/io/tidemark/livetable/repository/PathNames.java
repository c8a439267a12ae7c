package io.tidemark.livetable.repository;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.data.core.PropertyPath;
import org.springframework.data.core.PropertyReferenceException;

/** The names of the properties that a path leads through, as Spring Data finds them: dots may be left out. */
final class PathNames {

    private PathNames() {
    }

    static Set<String> of(Class<?> root, String path) {
        Set<String> names = new LinkedHashSet<>(List.of(path.split("\\.")));
        try {
            names.addAll(List.of(PropertyPath.from(path, root).toDotPath().split("\\.")));
        }
        catch (PropertyReferenceException ex) {
            // It begins at an alias of the query, or is wrong, which the repository will say.
            return names;
        }
        return names;
    }

}
