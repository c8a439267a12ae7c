package io.tidemark.livetable.autoconfigure.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class Runway {

    @Id
    private String name = "";

    private int length;

    protected Runway() {
    }

    public Runway(String name, int length) {
        this.name = name;
        this.length = length;
    }

    public String getName() {
        return this.name;
    }

    public int getLength() {
        return this.length;
    }

    public void setLength(int length) {
        this.length = length;
    }

}
