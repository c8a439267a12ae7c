package io.tidemark.livetable.repository.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.SecondaryTable;
import org.hibernate.annotations.Formula;

/** Is kept in two tables, and looks at a third. */
@Entity
@SecondaryTable(name = "gate_notes")
public class Gate {

    @Id
    private String code = "";

    @Column(table = "gate_notes")
    private String note = "";

    @Formula("(select count(*) from airline a where a.name <> '')")
    private long airlines;

    protected Gate() {
    }

    public Gate(String code, String note) {
        this.code = code;
        this.note = note;
    }

    public String getCode() {
        return this.code;
    }

    public void setNote(String note) {
        this.note = note;
    }

    public long getAirlines() {
        return this.airlines;
    }

}
