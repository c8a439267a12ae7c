package io.tidemark.livetable.repository.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedEntityGraph;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

@Entity
@Table(name = "airport_table")
@NamedEntityGraph(name = "Airport.named")
@NamedQuery(name = "Airport.named", query = "select a from Airport a")
public class Airport {

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

}
