package io.tidemark.livetable.repository;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import io.tidemark.livetable.Rows;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Window;
import org.springframework.data.util.Streamable;

/** The type in which a method returns its rows, taken apart for the cache and put together for each reader. */
enum AnswerShape {

    PAGE {

        @Override
        Rows takeApart(@Nullable Object answer) {
            Page<?> page = (Page<?>) Objects.requireNonNull(answer, "page");
            return new Rows(page.getContent(), page.getTotalElements(), page.hasNext());
        }

        @Override
        Object putTogether(Rows rows, List<? extends @Nullable Object> values, Object[] arguments) {
            return new PageImpl<>(values, argument(arguments, Pageable.class, Pageable.unpaged()), rows.total());
        }

    },

    SLICE {

        @Override
        Rows takeApart(@Nullable Object answer) {
            Slice<?> slice = (Slice<?>) Objects.requireNonNull(answer, "slice");
            return new Rows(slice.getContent(), -1, slice.hasNext());
        }

        @Override
        Object putTogether(Rows rows, List<? extends @Nullable Object> values, Object[] arguments) {
            return new SliceImpl<>(values, argument(arguments, Pageable.class, Pageable.unpaged()), rows.hasNext());
        }

    },

    WINDOW {

        @Override
        @Nullable Rows takeApart(@Nullable Object answer) {
            Window<?> window = (Window<?>) Objects.requireNonNull(answer, "window");
            List<?> values = WindowPositions.isByKeyset(window) ? WindowPositions.withNames(window)
                    : window.getContent();
            return values != null ? new Rows(values, -1, window.hasNext()) : null;
        }

        @Override
        Object putTogether(Rows rows, List<? extends @Nullable Object> values, Object[] arguments) {
            ScrollPosition position = Objects.requireNonNull(argument(arguments, ScrollPosition.class, null),
                    "position");
            return position instanceof OffsetScrollPosition offset
                    ? Window.from(values, offset.positionFunction(), rows.hasNext())
                    : WindowPositions.windowOf(values, rows.hasNext());
        }

    },

    LIST {

        @Override
        Rows takeApart(@Nullable Object answer) {
            return new Rows(toList((Iterable<?>) answer), -1, false);
        }

        @Override
        Object putTogether(Rows rows, List<? extends @Nullable Object> values, Object[] arguments) {
            return values;
        }

    },

    SET {

        @Override
        Rows takeApart(@Nullable Object answer) {
            return new Rows(toList((Iterable<?>) answer), -1, false);
        }

        @Override
        Object putTogether(Rows rows, List<? extends @Nullable Object> values, Object[] arguments) {
            return new LinkedHashSet<>(values);
        }

    },

    STREAMABLE {

        @Override
        Rows takeApart(@Nullable Object answer) {
            return new Rows(toList((Iterable<?>) answer), -1, false);
        }

        @Override
        Object putTogether(Rows rows, List<? extends @Nullable Object> values, Object[] arguments) {
            return Streamable.of(values);
        }

    },

    OPTIONAL {

        @Override
        Rows takeApart(@Nullable Object answer) {
            return new Rows(((Optional<?>) Objects.requireNonNull(answer, "optional")).stream().toList(), -1, false);
        }

        @Override
        Object putTogether(Rows rows, List<? extends @Nullable Object> values, Object[] arguments) {
            return values.isEmpty() ? Optional.empty() : Optional.ofNullable(values.get(0));
        }

    },

    SINGLE {

        @Override
        Rows takeApart(@Nullable Object answer) {
            return new Rows(answer == null ? List.of() : List.of(answer), -1, false);
        }

        @Override
        @Nullable Object putTogether(Rows rows, List<? extends @Nullable Object> values, Object[] arguments) {
            return values.isEmpty() ? null : values.get(0);
        }

    },

    COUNT {

        @Override
        Rows takeApart(@Nullable Object answer) {
            return new Rows(List.of(), (Long) Objects.requireNonNull(answer, "count"), false);
        }

        @Override
        Object putTogether(Rows rows, List<? extends @Nullable Object> values, Object[] arguments) {
            return rows.total();
        }

    };

    /** Returns the rows of an answer, not yet copied, or null if the answer could not be put together again. */
    abstract @Nullable Rows takeApart(@Nullable Object answer);

    /**
     * Returns an answer of {@code values}, with what else {@code rows} tell. If answers {@linkplain #holdsList hold} the
     * list, nobody else may have it.
     */
    abstract @Nullable Object putTogether(Rows rows, List<? extends @Nullable Object> values, Object[] arguments);

    /** Whether an answer holds the list that it was put together of, not a copy. */
    boolean holdsList() {
        return this == LIST || this == STREAMABLE || this == WINDOW;
    }

    /** Returns the shape of a method's answers, or null if it can't be cached. */
    static @Nullable AnswerShape of(String methodName, Class<?> returnType) {
        if (returnType == Page.class) {
            return PAGE;
        }
        if (returnType == Slice.class) {
            return SLICE;
        }
        if (returnType == Window.class) {
            return WINDOW;
        }
        if (returnType == List.class || returnType == Collection.class || returnType == Iterable.class) {
            return LIST;
        }
        if (returnType == Set.class) {
            return SET;
        }
        if (returnType == Streamable.class) {
            return STREAMABLE;
        }
        if (returnType == Optional.class) {
            return OPTIONAL;
        }
        if (methodName.startsWith("count") && (returnType == long.class || returnType == Long.class)) {
            return COUNT;
        }
        return isSingle(returnType) ? SINGLE : null;
    }

    private static boolean isSingle(Class<?> type) {
        boolean several = type.isArray() || Iterable.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type) || Iterator.class.isAssignableFrom(type);
        boolean later = BaseStream.class.isAssignableFrom(type)
                || Future.class.isAssignableFrom(type)
                || CompletionStage.class.isAssignableFrom(type);
        String name = type.getName();
        boolean foreign = name.startsWith("io.vavr.") || name.startsWith("scala.") || name.startsWith("reactor.")
                || name.startsWith("org.reactivestreams.") || name.startsWith("kotlinx.")
                || name.startsWith("com.google.common.base.") || name.startsWith("io.reactivex.")
                || name.startsWith("org.springframework.data.geo.");
        return !several && !later && !foreign && type != void.class && type != Void.class;
    }

    private static List<@Nullable Object> toList(@Nullable Iterable<?> answer) {
        List<@Nullable Object> values = new ArrayList<>();
        Objects.requireNonNull(answer, "answer").forEach(values::add);
        return values;
    }

    private static <T extends @Nullable Object> T argument(Object[] arguments, Class<? extends T> type, T fallback) {
        for (Object argument : arguments) {
            if (type.isInstance(argument)) {
                return type.cast(argument);
            }
        }
        return fallback;
    }

}
