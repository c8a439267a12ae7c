package io.tidemark.livetable.model;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rows that were there between two commits. */
final class CommittedState {

    static final CommittedState EMPTY = new CommittedState(
            Map.of(ModelTable.GATE, new TreeMap<>(), ModelTable.FLIGHT, new TreeMap<>()));

    private final Map<ModelTable, TreeMap<Long, Row>> rows;

    private CommittedState(Map<ModelTable, TreeMap<Long, Row>> rows) {
        this.rows = rows;
    }

    CommittedState after(List<RowChange> changes) {
        Map<ModelTable, TreeMap<Long, Row>> next = new EnumMap<>(this.rows);
        for (RowChange change : changes) {
            TreeMap<Long, Row> changed = new TreeMap<>(next.get(change.table()));
            if (change.row() != null) {
                changed.put(change.id(), change.row());
            }
            else {
                changed.remove(change.id());
            }
            next.put(change.table(), changed);
        }
        return new CommittedState(next);
    }

    Optional<Row> find(ModelTable table, long id) {
        return Optional.ofNullable(this.rows.get(table).get(id));
    }

    boolean exists(ModelTable table, long id) {
        return find(table, id).isPresent();
    }

    List<Row> list(ModelTable table, String area) {
        return in(table, area).toList();
    }

    List<Row> page(ModelTable table, String area, int page, int size) {
        return in(table, area).skip((long) page * size).limit(size).toList();
    }

    long count(ModelTable table, String area) {
        return in(table, area).count();
    }

    /** Returns how many flights are at a gate that is there. */
    long flightsAtGates() {
        return this.rows.get(ModelTable.FLIGHT)
            .keySet()
            .stream()
            .filter(this.rows.get(ModelTable.GATE)::containsKey)
            .count();
    }

    private Stream<Row> in(ModelTable table, String area) {
        return this.rows.get(table).values().stream().filter((row) -> row.area().equals(area));
    }

}
