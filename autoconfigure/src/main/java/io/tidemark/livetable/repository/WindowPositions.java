package io.tidemark.livetable.repository;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Window;
import org.springframework.data.util.DirectFieldAccessFallbackBeanWrapper;

/**
 * The positions of a window that scrolls by keys: values of its rows. Kept are the names of the properties and the
 * direction, as one text behind the rows.
 */
final class WindowPositions {

    private static final String FORWARD = ">";

    private static final String BACKWARD = "<";

    private WindowPositions() {
    }

    static boolean isByKeyset(Window<?> window) {
        return !window.isEmpty() && window.positionAt(0) instanceof KeysetScrollPosition;
    }

    /** Returns the rows and the names behind them, or null if the rows don't have what their positions tell. */
    static @Nullable List<@Nullable Object> withNames(Window<?> window) {
        KeysetScrollPosition first = (KeysetScrollPosition) window.positionAt(0);
        List<String> names = List.copyOf(first.getKeys().keySet());
        for (int i = 0; i < window.size(); i++) {
            KeysetScrollPosition position = (KeysetScrollPosition) window.positionAt(i);
            if (!position.getKeys().equals(keys(window.getContent().get(i), names))) {
                return null;
            }
        }
        List<@Nullable Object> values = new ArrayList<>(window.getContent());
        values.add((first.scrollsForward() ? FORWARD : BACKWARD) + String.join(",", names));
        return values;
    }

    /** Returns the window of {@code values}, which end with the names unless they are empty. */
    static Window<?> windowOf(List<? extends @Nullable Object> values, boolean hasNext) {
        if (values.isEmpty()) {
            return Window.from(List.of(), index -> ScrollPosition.keyset(), hasNext);
        }
        String text = String.valueOf(values.remove(values.size() - 1));
        ScrollPosition.Direction direction = text.startsWith(FORWARD) ? ScrollPosition.Direction.FORWARD
                : ScrollPosition.Direction.BACKWARD;
        List<String> names = List.of(text.substring(1).split(","));
        return Window.from(values, index -> {
            Map<String, Object> keys = keys(values.get(index), names);
            return ScrollPosition.of(keys != null ? keys : Map.of(), direction);
        }, hasNext);
    }

    private static @Nullable Map<String, Object> keys(@Nullable Object row, List<String> names) {
        if (row == null) {
            return null;
        }
        DirectFieldAccessFallbackBeanWrapper properties = new DirectFieldAccessFallbackBeanWrapper(row);
        Map<String, Object> keys = new LinkedHashMap<>();
        try {
            names.forEach(name -> keys.put(name, properties.getPropertyValue(name)));
            return keys;
        }
        catch (BeansException ex) {
            // A projection that lacks the property.
            return null;
        }
    }

}
