package io.tidemark.livetable.repository.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class Airline {

    @Id
    private String code = "";

    private String name = "";

    protected Airline() {
    }

    public Airline(String code, String name) {
        this.code = code;
        this.name = name;
    }

    public String getCode() {
        return this.code;
    }

    public String getName() {
        return this.name;
    }

}
