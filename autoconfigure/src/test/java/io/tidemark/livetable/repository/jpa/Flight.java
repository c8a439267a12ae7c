package io.tidemark.livetable.repository.jpa;

import java.util.ArrayList;
import java.util.List;

import io.tidemark.livetable.repository.TestCopies;

import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import org.hibernate.Hibernate;
import org.jspecify.annotations.Nullable;

@Entity
public class Flight implements TestCopies.Copyable {

    @Id
    private long id;

    @ManyToOne(cascade = CascadeType.PERSIST)
    private @Nullable Airport origin;

    @ManyToOne(fetch = FetchType.LAZY)
    private @Nullable Airline airline;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "flight_remarks")
    private List<String> remarks = new ArrayList<>();

    protected Flight() {
    }

    public Flight(long id, @Nullable Airport origin) {
        this.id = id;
        this.origin = origin;
    }

    public long getId() {
        return this.id;
    }

    public @Nullable Airport getOrigin() {
        return this.origin;
    }

    public @Nullable Airline getAirline() {
        return this.airline;
    }

    public void setAirline(@Nullable Airline airline) {
        this.airline = airline;
    }

    public List<String> getRemarks() {
        return this.remarks;
    }

    @Override
    public @Nullable Object copy() {
        if (!Hibernate.isInitialized(this.airline)) {
            return null;
        }
        Flight copy = new Flight(this.id, this.origin != null ? (Airport) this.origin.copy() : null);
        copy.airline = this.airline;
        copy.remarks = new ArrayList<>(this.remarks);
        return copy;
    }

}
