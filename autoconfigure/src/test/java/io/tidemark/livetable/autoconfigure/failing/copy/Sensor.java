package io.tidemark.livetable.autoconfigure.failing.copy;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.PersistenceCreator;
import org.springframework.data.relational.core.mapping.Table;

/** Changeable, and made in a way of its own. */
@Table
public class Sensor {

    @Id
    private @Nullable Long id;

    private int reading;

    private Sensor(Sensor other) {
        this.id = other.id;
        this.reading = other.reading;
    }

    private Sensor(long[] idAndReading) {
        this.id = idAndReading[0];
        this.reading = (int) idAndReading[1];
    }

    @PersistenceCreator
    public static Sensor of(@Nullable Long id, int reading) {
        return new Sensor(new long[] { id != null ? id : 0, reading });
    }

    public Sensor copy() {
        return new Sensor(this);
    }

    public @Nullable Long getId() {
        return this.id;
    }

    public int getReading() {
        return this.reading;
    }

    public void setReading(int reading) {
        this.reading = reading;
    }

}
