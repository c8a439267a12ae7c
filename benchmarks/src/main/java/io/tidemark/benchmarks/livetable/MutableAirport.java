package io.tidemark.benchmarks.livetable;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/** The same row as a bean, which every reader needs a copy of. */
@Table("AIRPORT")
class MutableAirport {

    @Id
    private @Nullable String iata;

    private @Nullable String name;

    private @Nullable String city;

    private @Nullable String state;

    private double latitude;

    private double longitude;

    private long passengers;

    private boolean open;

    @Nullable String getIata() {
        return this.iata;
    }

    void setIata(@Nullable String iata) {
        this.iata = iata;
    }

    @Nullable String getName() {
        return this.name;
    }

    void setName(@Nullable String name) {
        this.name = name;
    }

    @Nullable String getCity() {
        return this.city;
    }

    void setCity(@Nullable String city) {
        this.city = city;
    }

    @Nullable String getState() {
        return this.state;
    }

    void setState(@Nullable String state) {
        this.state = state;
    }

    double getLatitude() {
        return this.latitude;
    }

    void setLatitude(double latitude) {
        this.latitude = latitude;
    }

    double getLongitude() {
        return this.longitude;
    }

    void setLongitude(double longitude) {
        this.longitude = longitude;
    }

    long getPassengers() {
        return this.passengers;
    }

    void setPassengers(long passengers) {
        this.passengers = passengers;
    }

    boolean isOpen() {
        return this.open;
    }

    void setOpen(boolean open) {
        this.open = open;
    }

}
