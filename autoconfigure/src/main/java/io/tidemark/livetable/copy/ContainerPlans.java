package io.tidemark.livetable.copy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * How collections and maps are copied: into the same class if it is one of the well-known ones, else into the plainest
 * of the same interface. What can't be modified stays so; if nothing in it needs a copy either, it is its own.
 */
final class ContainerPlans {

    private static final Map<Class<?>, CopyPlan> KNOWN = Map.ofEntries(
            Map.entry(ArrayList.class, new Elements((size, source) -> new ArrayList<>(size))),
            Map.entry(LinkedList.class, new Elements((size, source) -> new LinkedList<>())),
            Map.entry(Vector.class, new Elements((size, source) -> new Vector<>(size))),
            Map.entry(CopyOnWriteArrayList.class, new Elements((size, source) -> new CopyOnWriteArrayList<>())),
            Map.entry(HashSet.class, new Elements((size, source) -> new HashSet<>(capacity(size)))),
            Map.entry(LinkedHashSet.class, new Elements((size, source) -> new LinkedHashSet<>(capacity(size)))),
            Map.entry(TreeSet.class, new Elements((size, source) -> sortedSet(source))),
            Map.entry(ArrayDeque.class, new Elements((size, source) -> new ArrayDeque<>(size + 1))),
            Map.entry(HashMap.class, new Entries((size, source) -> new HashMap<>(capacity(size)))),
            Map.entry(LinkedHashMap.class, new Entries((size, source) -> new LinkedHashMap<>(capacity(size)))),
            Map.entry(TreeMap.class, new Entries((size, source) -> sortedMap(source))),
            Map.entry(ConcurrentHashMap.class, new Entries((size, source) -> new ConcurrentHashMap<>(capacity(size)))),
            Map.entry(EnumMap.class, new Entries((size, source) -> emptyEnumMap(source))));

    private ContainerPlans() {
    }

    /** Whether a field of {@code declared}, a collection or a map, can hold the copy of what it holds. */
    static boolean canHold(Class<?> declared) {
        return KNOWN.containsKey(declared) || declared == EnumSet.class
                || (declared.isInterface() && declared.getPackageName().equals("java.util"));
    }

    /** Returns the plan for {@code type}, or null if it is neither a collection nor a map. */
    static @Nullable CopyPlan of(Class<?> type) {
        if (!Collection.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type)) {
            return null;
        }
        CopyPlan known = KNOWN.get(type);
        if (known != null) {
            return known;
        }
        if (EnumSet.class.isAssignableFrom(type)) {
            return CopyPlan.by((source) -> ((EnumSet<?>) source).clone());
        }
        CopyPlan plain = plain(type);
        String name = type.getName();
        if (name.startsWith("java.util.ImmutableCollections$")) {
            return new Frozen(plain, true);
        }
        boolean frozen = name.startsWith("java.util.Collections$Unmodifiable")
                || name.startsWith("java.util.Collections$Empty") || name.startsWith("java.util.Collections$Singleton");
        return frozen ? new Frozen(plain, false) : plain;
    }

    private static CopyPlan plain(Class<?> type) {
        if (Map.class.isAssignableFrom(type)) {
            return known(SortedMap.class.isAssignableFrom(type) ? TreeMap.class : LinkedHashMap.class);
        }
        if (Set.class.isAssignableFrom(type)) {
            return known(SortedSet.class.isAssignableFrom(type) ? TreeSet.class : LinkedHashSet.class);
        }
        if (Queue.class.isAssignableFrom(type) && !Deque.class.isAssignableFrom(type)) {
            throw new NotCopyableException(type, type.getName(), "is a queue that is not known");
        }
        return known(Queue.class.isAssignableFrom(type) ? ArrayDeque.class : ArrayList.class);
    }

    private static CopyPlan known(Class<?> type) {
        CopyPlan plan = KNOWN.get(type);
        if (plan == null) {
            throw new IllegalStateException("type must be known, was " + type);
        }
        return plan;
    }

    private static int capacity(int size) {
        return size * 4 / 3 + 1;
    }

    private static Collection<@Nullable Object> sortedSet(Collection<?> source) {
        return source instanceof SortedSet<?> sorted ? new TreeSet<>(comparator(sorted.comparator()))
                : new TreeSet<>();
    }

    private static Map<@Nullable Object, @Nullable Object> sortedMap(Map<?, ?> source) {
        return source instanceof SortedMap<?, ?> sorted ? new TreeMap<>(comparator(sorted.comparator()))
                : new TreeMap<>();
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Comparator<Object> comparator(@Nullable Comparator<?> comparator) {
        return (Comparator<Object>) comparator;
    }

    @SuppressWarnings({ "unchecked", "rawtypes" })
    private static Map<@Nullable Object, @Nullable Object> emptyEnumMap(Map<?, ?> source) {
        EnumMap copy = new EnumMap((EnumMap) source);
        copy.clear();
        return copy;
    }

    @FunctionalInterface
    private interface Container<S, C> {

        C create(int size, S source);

    }

    private record Elements(Container<Collection<?>, Collection<@Nullable Object>> container) implements CopyPlan {

        @Override
        public Object copy(Object source, Copying copying) {
            Collection<?> elements = (Collection<?>) source;
            Collection<@Nullable Object> copy = this.container.create(elements.size(), elements);
            copying.remember(source, copy);
            for (Object element : elements) {
                copy.add(copying.copyPart(element, source.getClass(), "element"));
            }
            return copy;
        }

    }

    private record Entries(Container<Map<?, ?>, Map<@Nullable Object, @Nullable Object>> container) implements CopyPlan {

        @Override
        public Object copy(Object source, Copying copying) {
            Map<?, ?> entries = (Map<?, ?>) source;
            Map<@Nullable Object, @Nullable Object> copy = this.container.create(entries.size(), entries);
            copying.remember(source, copy);
            entries.forEach((key, value) -> copy.put(copying.copyPart(key, source.getClass(), "key"),
                    copying.copyPart(value, source.getClass(), "value")));
            return copy;
        }

    }

    private record Frozen(CopyPlan plain, boolean immutable) implements CopyPlan {

        @Override
        public Object copy(Object source, Copying copying) {
            Object copy = this.plain.copy(source, copying);
            Object frozen = this.immutable && holdsTheSame(source, copy) ? source : freeze(copy);
            copying.remember(source, frozen);
            return frozen;
        }

        private static boolean holdsTheSame(Object source, Object copy) {
            if (source instanceof Map<?, ?> map) {
                return holdsTheSame(map.keySet(), ((Map<?, ?>) copy).keySet())
                        && holdsTheSame(map.values(), ((Map<?, ?>) copy).values());
            }
            var copies = ((Collection<?>) copy).iterator();
            for (Object element : (Collection<?>) source) {
                if (!copies.hasNext() || copies.next() != element) {
                    return false;
                }
            }
            return !copies.hasNext();
        }

        private static Object freeze(Object copy) {
            if (copy instanceof SortedMap<?, ?> map) {
                return Collections.unmodifiableSortedMap(map);
            }
            if (copy instanceof Map<?, ?> map) {
                return Collections.unmodifiableMap(map);
            }
            if (copy instanceof SortedSet<?> set) {
                return Collections.unmodifiableSortedSet(set);
            }
            if (copy instanceof Set<?> set) {
                return Collections.unmodifiableSet(set);
            }
            return copy instanceof List<?> list ? Collections.unmodifiableList(list)
                    : Collections.unmodifiableCollection((Collection<?>) copy);
        }

    }

}
