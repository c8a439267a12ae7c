package io.tidemark.livetable.repository.jpa;

import io.tidemark.livetable.repository.TestCopies;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "airport_table")
public class Airport implements TestCopies.Copyable {

    @Id
    private String code = "";

    private String name = "";

    private String state = "";

    protected Airport() {
    }

    public Airport(String code, String name, String state) {
        this.code = code;
        this.name = name;
        this.state = state;
    }

    public String getCode() {
        return this.code;
    }

    public String getName() {
        return this.name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getState() {
        return this.state;
    }

    @Override
    public Object copy() {
        return new Airport(this.code, this.name, this.state);
    }

}
