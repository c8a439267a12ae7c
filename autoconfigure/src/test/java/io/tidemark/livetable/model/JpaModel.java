package io.tidemark.livetable.model;

import java.util.List;
import java.util.Optional;

import io.tidemark.livetable.LiveTable;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.query.Param;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The tables through Spring Data JPA and Hibernate. */
final class JpaModel implements ModelRows {

    private static final int WAYS = 3;

    private final GateRepository gates;

    private final FlightRepository flights;

    private final EntityManagerFactory factory;

    private final EntityManager entityManager;

    JpaModel(GateRepository gates, FlightRepository flights, EntityManagerFactory factory,
            EntityManager entityManager) {
        this.gates = gates;
        this.flights = flights;
        this.factory = factory;
        this.entityManager = entityManager;
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
        if (table == ModelTable.GATE) {
            this.gates.save(new Gate(row));
        }
        else {
            this.flights.save(new Flight(row));
        }
    }

    @Override
    public void update(ModelTable table, Row row, int way) {
        switch (way) {
            case 0 -> insert(table, row);
            case 1 -> change(table, row);
            default -> of(table).change(row.id(), row.area(), row.stamp());
        }
    }

    @Override
    public void delete(ModelTable table, Row row, int way) {
        switch (way) {
            case 0 -> of(table).deleteById(row.id());
            case 1 -> of(table).deleteAllByIdInBatch(List.of(row.id()));
            default -> of(table).deleteByIdAndArea(row.id(), row.area());
        }
    }

    @Override
    public int ways() {
        return WAYS;
    }

    @Override
    public void flush() {
        this.entityManager.flush();
    }

    @Override
    public boolean keepsRows() {
        return true;
    }

    @Override
    public void inRequest(Runnable action) {
        EntityManager open = this.factory.createEntityManager();
        TransactionSynchronizationManager.bindResource(this.factory, new EntityManagerHolder(open));
        try {
            action.run();
        }
        finally {
            TransactionSynchronizationManager.unbindResource(this.factory);
            open.close();
        }
    }

    // In a transaction the row is managed, and nobody saves it.
    private void change(ModelTable table, Row row) {
        Stored managed = of(table).findById(row.id()).orElseThrow();
        managed.area = row.area();
        managed.stamp = row.stamp();
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            insert(table, row);
        }
    }

    private Repository<? extends Stored> of(ModelTable table) {
        return table == ModelTable.GATE ? this.gates : this.flights;
    }

    @MappedSuperclass
    abstract static class Stored {

        @Id
        private long id;

        private String area = "";

        private long stamp;

        Row row() {
            return new Row(this.id, this.area, this.stamp);
        }

        void take(Row row) {
            this.id = row.id();
            this.area = row.area();
            this.stamp = row.stamp();
        }

    }

    @Entity(name = "Gate")
    static class Gate extends Stored {

        protected Gate() {
        }

        Gate(Row row) {
            take(row);
        }

    }

    @Entity(name = "Flight")
    static class Flight extends Stored {

        protected Flight() {
        }

        Flight(Row row) {
            take(row);
        }

    }

    @NoRepositoryBean
    interface Repository<T extends Stored> extends JpaRepository<T, Long> {

        Page<T> findByArea(String area, Pageable pageable);

        List<T> findByAreaOrderById(String area);

        long countByArea(String area);

        @Transactional
        long deleteByIdAndArea(long id, String area);

        @Modifying
        @Transactional
        @Query("update #{#entityName} r set r.area = :area, r.stamp = :stamp where r.id = :id")
        int change(@Param("id") long id, @Param("area") String area, @Param("stamp") long stamp);

    }

    @LiveTable
    interface GateRepository extends Repository<Gate> {
    }

    @LiveTable
    interface FlightRepository extends Repository<Flight> {

        @LiveTable(dependsOn = Gate.class)
        @Query("select count(f) from Flight f where exists (select g from Gate g where g.id = f.id)")
        long atGates();

    }

}
