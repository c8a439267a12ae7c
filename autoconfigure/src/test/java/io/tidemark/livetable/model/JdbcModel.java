package io.tidemark.livetable.model;

import java.util.List;
import java.util.Optional;

import io.tidemark.livetable.LiveTable;

import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.query.Param;

/** The tables through Spring Data JDBC. */
final class JdbcModel implements ModelRows {

    /** The way without a repository, hence without a transaction of its own. */
    static final int BY_TEMPLATE = 1;

    private static final int WAYS = 3;

    private final GateRepository gates;

    private final FlightRepository flights;

    private final JdbcAggregateOperations template;

    JdbcModel(GateRepository gates, FlightRepository flights, JdbcAggregateOperations template) {
        this.gates = gates;
        this.flights = flights;
        this.template = template;
    }

    @Override
    public Optional<Row> find(ModelTable table, long id) {
        return of(table).findById(id).map(Stored::row);
    }

    @Override
    public boolean exists(ModelTable table, long id) {
        return of(table).existsById(id);
    }

    @Override
    public long count(ModelTable table, String area) {
        return of(table).countByArea(area);
    }

    @Override
    public List<Row> list(ModelTable table, String area) {
        return of(table).findByAreaOrderById(area).stream().map(Stored::row).toList();
    }

    @Override
    public Page<Row> page(ModelTable table, String area, Pageable pageable) {
        return of(table).findByArea(area, pageable).map(Stored::row);
    }

    @Override
    public long flightsAtGates() {
        return this.flights.atGates();
    }

    @Override
    public void insert(ModelTable table, Row row) {
        this.template.insert(stored(table, row));
    }

    @Override
    public void update(ModelTable table, Row row, int way) {
        switch (way) {
            case 0 -> save(table, row);
            case BY_TEMPLATE -> this.template.update(stored(table, row));
            default -> {
                if (table == ModelTable.GATE) {
                    this.gates.change(row.id(), row.area(), row.stamp());
                }
                else {
                    this.flights.change(row.id(), row.area(), row.stamp());
                }
            }
        }
    }

    @Override
    public void delete(ModelTable table, Row row, int way) {
        switch (way) {
            case 0 -> of(table).deleteById(row.id());
            case BY_TEMPLATE -> this.template.delete(stored(table, row));
            default -> of(table).deleteByIdAndArea(row.id(), row.area());
        }
    }

    @Override
    public int ways() {
        return WAYS;
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public boolean keepsRows() {
        return false;
    }

    @Override
    public void inRequest(Runnable action) {
        action.run();
    }

    private void save(ModelTable table, Row row) {
        if (table == ModelTable.GATE) {
            this.gates.save(new Gate(row.id(), row.area(), row.stamp()));
        }
        else {
            this.flights.save(new Flight(row.id(), row.area(), row.stamp()));
        }
    }

    private Repository<? extends Stored> of(ModelTable table) {
        return table == ModelTable.GATE ? this.gates : this.flights;
    }

    private static Stored stored(ModelTable table, Row row) {
        return table == ModelTable.GATE ? new Gate(row.id(), row.area(), row.stamp())
                : new Flight(row.id(), row.area(), row.stamp());
    }

    interface Stored {

        Row row();

    }

    record Gate(@Id long id, String area, long stamp) implements Stored {

        @Override
        public Row row() {
            return new Row(this.id, this.area, this.stamp);
        }

    }

    record Flight(@Id long id, String area, long stamp) implements Stored {

        @Override
        public Row row() {
            return new Row(this.id, this.area, this.stamp);
        }

    }

    @NoRepositoryBean
    interface Repository<T extends Stored> extends CrudRepository<T, Long> {

        Page<T> findByArea(String area, Pageable pageable);

        List<T> findByAreaOrderById(String area);

        long countByArea(String area);

        long deleteByIdAndArea(long id, String area);

    }

    @LiveTable
    interface GateRepository extends Repository<Gate> {

        @Modifying
        @Query("update gate set area = :area, stamp = :stamp where id = :id")
        int change(@Param("id") long id, @Param("area") String area, @Param("stamp") long stamp);

    }

    @LiveTable
    interface FlightRepository extends Repository<Flight> {

        @Modifying
        @Query("update flight set area = :area, stamp = :stamp where id = :id")
        int change(@Param("id") long id, @Param("area") String area, @Param("stamp") long stamp);

        @LiveTable(dependsOn = Gate.class)
        @Query("select count(*) from flight f where exists (select 1 from gate g where g.id = f.id)")
        long atGates();

    }

}
