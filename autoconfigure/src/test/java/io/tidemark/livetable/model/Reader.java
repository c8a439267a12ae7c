package io.tidemark.livetable.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.model.ModelNode.Option;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.transaction.TransactionDefinition;

/** Reads whatever there is to read, and keeps what it saw. Used by one thread. */
final class Reader {

    private static final Set<ModelTable> BOTH = Set.of(ModelTable.values());

    private static final int KINDS = 8;

    private static final int LONGEST_THOUGHT_NANOS = 8_000_000;

    private final Random random;

    private final CommitLog log;

    private final long ids;

    private final List<Observation> observations = new ArrayList<>();

    Reader(Random random, CommitLog log, long ids) {
        this.random = random;
        this.log = log;
        this.ids = ids;
    }

    /** Returns what was seen since the last call. */
    List<Observation> observations() {
        List<Observation> seen = List.copyOf(this.observations);
        this.observations.clear();
        return seen;
    }

    /** Reads once, or a few times within a transaction or a request. */
    void read(ModelNode node) {
        int where = this.random.nextInt(100);
        if (where < 75) {
            read(node, subject(), "", node.horizon()::of);
        }
        else if (where < 83) {
            within(node, "request", node.rows()::inRequest);
        }
        else if (where < 88) {
            within(node, "request with a read-only transaction",
                    (action) -> node.rows().inRequest(() -> transaction(node, action, Option.READ_ONLY)));
        }
        else if (where < 96) {
            within(node, "read-only transaction", (action) -> transaction(node, action, Option.READ_ONLY));
        }
        else if (where < 98) {
            ofOneState(node);
        }
        else {
            within(node, "transaction", (action) -> transaction(node, action));
        }
    }

    // A persistence context mixes rows that it read before into what it reads: then only the first answer is of one
    // state, and those from the cache. The others are for what may be kept of them.
    private void within(ModelNode node, String where, Consumer<Runnable> around) {
        Subject subject = subject();
        int times = 1 + this.random.nextInt(5);
        around.accept(() -> {
            for (int i = 0; i < times; i++) {
                int before = this.observations.size();
                think();
                read(node, subject, where, node.horizon()::of);
                if (i > 0 && node.rows().keepsRows() && node.tables().lastOutcome() != ReadOutcome.HIT) {
                    this.observations.subList(before, this.observations.size()).clear();
                }
            }
        });
    }

    private void ofOneState(ModelNode node) {
        long gates = node.horizon().of(Set.of(ModelTable.GATE));
        long flights = node.horizon().of(Set.of(ModelTable.FLIGHT));
        long both = node.horizon().of(BOTH);
        Subject subject = subject();
        int before = this.observations.size();
        transaction(node, () -> {
            for (int i = 0; i < 3; i++) {
                think();
                read(node, subject, "serializable transaction", (tables) -> tables.size() > 1 ? both
                        : tables.contains(ModelTable.GATE) ? gates : flights);
            }
        }, Option.READ_ONLY, Option.SERIALIZABLE);
        List<Observation> seen = this.observations.subList(before, this.observations.size());
        Observation all = Observation.ofOneState(List.copyOf(seen));
        seen.clear();
        this.observations.add(all);
    }

    // So that others commit in between.
    private void think() {
        LockSupport.parkNanos(this.random.nextInt(LONGEST_THOUGHT_NANOS));
    }

    private static void transaction(ModelNode node, Runnable action, Option... options) {
        node.transaction(TransactionDefinition.PROPAGATION_REQUIRED, Set.of(options))
            .executeWithoutResult((status) -> action.run());
    }

    private Subject subject() {
        return new Subject(ModelTable.values()[this.random.nextInt(ModelTable.values().length)],
                1 + this.random.nextLong(this.ids), Areas.any(this.random), this.random.nextInt(KINDS));
    }

    private void read(ModelNode node, Subject subject, String where,
            ToLongFunction<Set<ModelTable>> horizon) {
        ModelRows rows = node.rows();
        ModelTable table = subject.table();
        Set<ModelTable> one = Set.of(table);
        long id = subject.id();
        String area = subject.area();
        Look look = new Look(node, where, horizon);
        // Often the same again.
        switch (this.random.nextBoolean() ? subject.kind() : this.random.nextInt(KINDS)) {
            case 0, 1 -> observe(look, "find %s %d".formatted(table, id), one, () -> rows.find(table, id),
                    (state) -> state.find(table, id));
            case 2 -> observe(look, "exists %s %d".formatted(table, id), one, () -> rows.exists(table, id),
                    (state) -> state.exists(table, id));
            case 3 -> observe(look, "count %s %s".formatted(table, area), one, () -> rows.count(table, area),
                    (state) -> state.count(table, area));
            case 4 -> observe(look, "list %s %s".formatted(table, area), one, () -> rows.list(table, area),
                    (state) -> state.list(table, area));
            case 5 -> observe(look, "flights at gates", BOTH, rows::flightsAtGates, CommittedState::flightsAtGates);
            default -> page(look, table, area);
        }
    }

    // The rows and the total are two statements, hence perhaps of two states. Where these contradict each other, the
    // page trusts the rows.
    private void page(Look look, ModelTable table, String area) {
        int number = this.random.nextInt(3);
        int size = 1 + this.random.nextInt(4);
        long from = look.from(Set.of(table));
        Page<Row> page = look.node().rows().page(table, area, PageRequest.of(number, size, Sort.by("id")));
        String read = look.describe("page %d of %d %s %s".formatted(number, size, table, area));
        long to = this.log.registered();
        this.observations.add(new Observation(read + " rows", page.getContent(),
                (state) -> state.page(table, area, number, size), from, to));
        long seen = (long) number * size + page.getNumberOfElements();
        this.observations.add(new Observation(read + " total", page.getTotalElements(), (state) -> {
            long count = state.count(table, area);
            return page.hasContent() && (number + 1L) * size > count ? seen : count;
        }, from, to));
    }

    private void observe(Look look, String read, Set<ModelTable> tables, Supplier<Object> answer,
            Function<CommittedState, Object> truth) {
        long from = look.from(tables);
        Object seen = answer.get();
        this.observations.add(new Observation(look.describe(read), seen, truth, from, this.log.registered()));
    }

    /**
     * What is read about.
     *
     * @param table the table
     * @param id the row
     * @param area the rows
     * @param kind how it is asked for
     */
    private record Subject(ModelTable table, long id, String area, int kind) {
    }

    /**
     * Where a read is made.
     *
     * @param node the application
     * @param where the transaction or the request, or nothing
     * @param horizon tells what must be known by now
     */
    private record Look(ModelNode node, String where,
            ToLongFunction<Set<ModelTable>> horizon) {

        long from(Set<ModelTable> tables) {
            return this.horizon.applyAsLong(tables);
        }

        String describe(String read) {
            return "%s in %s %s (%s)".formatted(read, this.node.name(), this.where,
                    this.node.tables().lastOutcome());
        }

    }

}
