package io.tidemark.livetable.copy;

import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Transient;

/** Entities with everything that an aggregate may hold. */
final class Orders {

    private Orders() {
    }

    static Order order(long id) {
        Order order = new Order();
        order.setId(id);
        order.customer = new Customer("Ann", 7);
        order.created = new Date(1_000);
        order.state = State.PAID;
        order.tags = new TreeSet<>(List.of("b", "a"));
        order.states = EnumSet.of(State.NEW, State.PAID);
        order.counts = new EnumMap<>(Map.of(State.NEW, 1));
        order.notes.put("key", new ArrayList<>(List.of("x", "y")));
        order.bytes = new byte[] { 1, 2 };
        order.matrix = new Address[][] { { new Address("Main", List.of("1")) }, null };
        order.delivery = Optional.of(new Date(5));
        order.price = new Price(new BigDecimal("1.50"), new Date(9));
        order.shipTo = new Address("Side", new ArrayList<>(Arrays.asList("a", null)));
        order.billTo = order.shipTo;
        order.add(new Line("apple", 2));
        order.add(new Line("pear", 3));
        order.stream = InputStream.nullInputStream();
        return order;
    }

    enum State {

        NEW, PAID

    }

    @MappedSuperclass
    abstract static class Identified<K> {

        @Id
        private K id;

        K getId() {
            return this.id;
        }

        void setId(K id) {
            this.id = id;
        }

    }

    @Entity
    static class Order extends Identified<Long> {

        Customer customer;

        Date created;

        State state;

        Set<String> tags;

        EnumSet<State> states;

        Map<State, Integer> counts;

        final Map<String, List<String>> notes = new LinkedHashMap<>();

        byte[] bytes;

        Address[][] matrix;

        Optional<Date> delivery = Optional.empty();

        Price price;

        Address shipTo;

        Address billTo;

        Instant changed = Instant.EPOCH;

        @OneToMany
        List<Line> lines = new ArrayList<>();

        @Transient
        InputStream stream;

        protected Order() {
        }

        final void add(Line line) {
            line.order = this;
            this.lines.add(line);
        }

    }

    @Entity
    static class Line extends Identified<Long> {

        @ManyToOne
        Order order;

        private String product;

        private int count;

        protected Line() {
        }

        Line(String product, int count) {
            this.product = product;
            this.count = count;
        }

        String product() {
            return this.product + this.count;
        }

    }

    static final class SpecialOrder extends Order {

        List<Integer> extra = new ArrayList<>(List.of(1));

    }

    @Embeddable
    static class Address {

        private String street;

        List<String> parts;

        protected Address() {
        }

        Address(String street, List<String> parts) {
            this.street = street;
            this.parts = parts;
        }

        String street() {
            return this.street;
        }

    }

    record Price(BigDecimal amount, Date since) {
    }

    /** Has no constructor without parameters, as entities of Data JDBC may. */
    static class Customer {

        private final String name;

        private int points;

        Customer(String name, int points) {
            this.name = name;
            this.points = points;
        }

        void points(int points) {
            this.points = points;
        }

        @Override
        public String toString() {
            return this.name + this.points;
        }

    }

}
