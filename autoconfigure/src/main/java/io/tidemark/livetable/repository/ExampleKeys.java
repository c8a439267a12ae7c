package io.tidemark.livetable.repository;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;

/** The bytes of a query by example: its probe's fields and how they are to be matched. */
final class ExampleKeys {

    private ExampleKeys() {
    }

    static boolean put(KeyBuffer buffer, Example<?> example, int depth) {
        return putMatcher(buffer, example.getMatcher(), depth) && FieldKeys.put(buffer, example.getProbe(), depth);
    }

    private static boolean putMatcher(KeyBuffer buffer, ExampleMatcher matcher, int depth) {
        buffer.putString(matcher.getNullHandler().name());
        buffer.putString(matcher.getDefaultStringMatcher().name());
        buffer.putString(matcher.getMatchMode().name());
        buffer.put(matcher.isIgnoreCaseEnabled() ? 1 : 2);
        if (!ArgumentKeys.put(buffer, List.copyOf(new TreeSet<>(matcher.getIgnoredPaths())), depth)) {
            return false;
        }
        List<ExampleMatcher.PropertySpecifier> specifiers = new ArrayList<>(
                matcher.getPropertySpecifiers().getSpecifiers());
        specifiers.sort(Comparator.comparing(ExampleMatcher.PropertySpecifier::getPath));
        buffer.putLong(specifiers.size());
        for (ExampleMatcher.PropertySpecifier specifier : specifiers) {
            // A transformer is a lambda, which has no stable key.
            if (specifier.getPropertyValueTransformer() != ExampleMatcher.NoOpPropertyValueTransformer.INSTANCE) {
                return false;
            }
            buffer.putString(specifier.getPath());
            buffer.putString(String.valueOf(specifier.getStringMatcher()));
            buffer.putString(String.valueOf(specifier.getIgnoreCase()));
        }
        return true;
    }

}
