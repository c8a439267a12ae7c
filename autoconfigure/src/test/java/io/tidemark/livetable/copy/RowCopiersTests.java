package io.tidemark.livetable.copy;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.tidemark.livetable.copy.Orders.Customer;
import io.tidemark.livetable.copy.Orders.Line;
import io.tidemark.livetable.copy.Orders.Order;
import io.tidemark.livetable.copy.Orders.SpecialOrder;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RowCopiersTests {

    private final RowCopiers copiers = RowCopiers.ofLoaded(List.of(), LoadState.LOADED);

    private final RowCopier<Order> orders = this.copiers.forType(Order.class);

    @Test
    void immutableRowsAreShared() {
        RowCopier<Point> points = this.copiers.forType(Point.class);
        Point point = new Point(1, "a");

        assertThat(points.isShared()).isTrue();
        assertThat(points.copy(point)).isSameAs(point);
        assertThat(points.copyAll(Arrays.asList(point, null))).containsExactly(point, null);
    }

    @Test
    void copyEqualsItsSourceInEverythingStored() {
        Order order = Orders.order(1);

        Order copy = this.orders.copy(order);

        assertThat(copy).usingRecursiveComparison().ignoringFieldsMatchingRegexes(".*stream").isEqualTo(order);
        assertThat(copy.tags).isInstanceOf(TreeSet.class);
        assertThat(copy.stream).isNull();
        assertThat(this.orders.isShared()).isFalse();
    }

    @Test
    void copyHasNothingChangeableInCommonWithItsSource() {
        Order order = Orders.order(1);

        Order copy = this.orders.copy(order);

        Set<Object> ofSource = changeable(order);
        Set<Object> ofCopy = changeable(copy);
        assertThat(ofSource.size()).isGreaterThan(15);
        assertThat(ofCopy).hasSize(ofSource.size());
        ofCopy.retainAll(ofSource);
        assertThat(ofCopy).isEmpty();
    }

    @Test
    void circlesAndCommonPartsStay() {
        Order copy = this.orders.copy(Orders.order(1));

        assertThat(copy.billTo).isSameAs(copy.shipTo);
        assertThat(copy.lines).hasSize(2).allSatisfy((line) -> assertThat(line.order).isSameAs(copy));
        Line line = this.copiers.forType(Line.class).copy(Orders.order(2).lines.get(0));
        assertThat(line.order.lines.get(0)).isSameAs(line);
        assertThat(line.product()).isEqualTo("apple2");
    }

    @Test
    void rowsOfOneAnswerKeepTheirCommonParts() {
        Order first = Orders.order(1);
        Order second = Orders.order(2);
        second.customer = first.customer;

        List<Order> copies = this.orders.copyAll(Arrays.asList(first, second, null));

        assertThat(copies).hasSize(3);
        assertThat(copies.get(0).customer).isSameAs(copies.get(1).customer).isNotSameAs(first.customer);
        assertThat(copies.get(2)).isNull();
    }

    @Test
    void rowOfASubclassIsCopiedWhole() {
        SpecialOrder special = new SpecialOrder();
        special.setId(5L);

        Order copy = this.orders.copy(special);

        assertThat(copy).isInstanceOf(SpecialOrder.class);
        assertThat(copy.getId()).isEqualTo(5);
        assertThat(((SpecialOrder) copy).extra).containsExactly(1).isNotSameAs(special.extra);
    }

    @Test
    void objectWithoutEmptyConstructorIsMadeByTheOneOfItsFields() {
        Customer customer = new Customer("Ann", 1);
        customer.points(2);

        Customer copy = this.copiers.forType(Customer.class).copy(customer);
        copy.points(3);

        assertThat(customer).hasToString("Ann2");
        assertThat(copy).hasToString("Ann3");
    }

    @Test
    void nullFieldsStayNullWhateverTheConstructorSets() {
        Order order = new Order();
        order.lines = null;
        order.delivery = null;
        order.changed = null;

        Order copy = this.orders.copy(order);

        assertThat(copy.lines).isNull();
        assertThat(copy.delivery).isNull();
        assertThat(copy.changed).isNull();
    }

    @Test
    void recordIsCopiedOnlyIfPartOfItIsChangeable() {
        RowCopier<Listed> listed = this.copiers.forType(Listed.class);
        Listed frozen = new Listed(List.of("a"), Map.of("k", 1), Set.of());
        Listed open = new Listed(new ArrayList<>(List.of("a")), Map.of(), Set.of());
        List<String> behind = new ArrayList<>(List.of("a"));
        Listed view = new Listed(Collections.unmodifiableList(behind), Map.of(), Set.of());

        Listed copy = listed.copy(open);
        Listed viewCopy = listed.copy(view);
        behind.add("b");
        open.names().add("b");

        assertThat(listed.isShared()).isFalse();
        assertThat(listed.copy(frozen)).isSameAs(frozen);
        assertThat(copy.names()).containsExactly("a").isInstanceOf(ArrayList.class);
        assertThat(viewCopy.names()).containsExactly("a").isUnmodifiable();
    }

    @Test
    void unmodifiableCollectionsStaySo() {
        List<Object> values = List.of(List.of(new Date(1)), Set.of(new Date(1)), Map.of("k", new Date(2)),
                Collections.singletonList(new Date(3)),
                Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(new Date(4)))),
                Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("a", new Date(3)))));

        List<?> copy = copyAnything(values);

        assertThat(copy).isEqualTo(values);
        for (int index = 0; index < copy.size(); index++) {
            assertThat(copy.get(index)).isNotSameAs(values.get(index));
            Object each = copy.get(index);
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> clear(each));
        }
    }

    @Test
    void collectionsKeepTheirClassIfItIsWellKnown() {
        List<Object> values = List.of(new LinkedList<>(List.of(1)), new ArrayDeque<>(List.of(1)), new HashSet<>(Set.of(1)),
                new HashMap<>(Map.of(1, 2)), new TreeMap<>(Map.of(1, 2)), new TreeSet<>(Collections.reverseOrder()),
                Optional.of(new Date(1)), new int[][] { { 1 } }, new Object[] { new Date(2), null });

        List<?> copy = copyAnything(values);

        assertThat(copy).usingRecursiveComparison().isEqualTo(values);
        for (int index = 0; index < copy.size(); index++) {
            assertThat(copy.get(index)).isNotSameAs(values.get(index))
                .hasSameClassAs(values.get(index));
        }
        assertThat(((TreeSet<?>) copy.get(5)).comparator()).isNotNull();
    }

    @Test
    void ownCopierIsAskedWhereverItsTypeIs() {
        RowCopier<Orders.Address> own = new RowCopier<>() {

            @Override
            public Class<Orders.Address> type() {
                return Orders.Address.class;
            }

            @Override
            public Orders.Address copy(Orders.Address row) {
                return new Orders.Address("own", List.of());
            }

        };
        RowCopiers withOwn = RowCopiers.ofLoaded(List.of(own), LoadState.LOADED);

        Order copy = withOwn.forType(Order.class).copy(Orders.order(1));

        assertThat(copy.shipTo.street()).isEqualTo("own");
        assertThat(withOwn.forType(Orders.Address.class)).isSameAs(own);
    }

    private static List<?> copyAnything(List<Object> values) {
        CopyPlans plans = new CopyPlans(new ImmutableTypes(), Map.of());
        return (List<?>) new Copying(plans, LoadState.LOADED, false).copyRow(values);
    }

    private static void clear(Object container) {
        if (container instanceof Map<?, ?> map) {
            map.clear();
        }
        else {
            ((Collection<?>) container).clear();
        }
    }

    /** Returns by identity all that can be changed, found without the code under test. */
    private static Set<Object> changeable(Object root) {
        Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(root, found);
        return found;
    }

    private static void collect(Object value, Set<Object> found) {
        if (value == null || value instanceof Enum || value instanceof String || value instanceof Number
                || value instanceof java.time.Instant || value instanceof java.io.InputStream || isOfListOf(value)) {
            return;
        }
        if (!(value instanceof Record) && !(value instanceof Optional) && !found.add(value)) {
            return;
        }
        if (value instanceof Collection<?> collection) {
            collection.forEach((each) -> collect(each, found));
        }
        else if (value instanceof Map<?, ?> map) {
            map.values().forEach((each) -> collect(each, found));
        }
        else if (value instanceof Optional<?> optional) {
            collect(optional.orElse(null), found);
        }
        else if (value.getClass().isArray()) {
            for (int index = 0; index < Array.getLength(value); index++) {
                collect(Array.get(value, index), found);
            }
        }
        else if (!value.getClass().getName().startsWith("java.")) {
            for (Class<?> at = value.getClass(); at != Object.class; at = at.getSuperclass()) {
                for (Field field : at.getDeclaredFields()) {
                    collect(read(field, value), found);
                }
            }
        }
    }

    private static boolean isOfListOf(Object value) {
        return value.getClass().getName().startsWith("java.util.ImmutableCollections");
    }

    private static Object read(Field field, Object value) {
        try {
            field.setAccessible(true);
            return field.get(value);
        }
        catch (IllegalAccessException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private record Point(int x, String name) {
    }

    private record Listed(List<String> names, Map<String, Integer> counts, Set<Point> points) {
    }

}
