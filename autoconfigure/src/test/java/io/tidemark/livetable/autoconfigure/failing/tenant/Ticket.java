package io.tidemark.livetable.autoconfigure.failing.tenant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

@Entity
public class Ticket {

    @Id
    private String code = "";

    @TenantId
    private @Nullable String airline;

    protected Ticket() {
    }

    public Ticket(String code) {
        this.code = code;
    }

    public String getCode() {
        return this.code;
    }

    public @Nullable String getAirline() {
        return this.airline;
    }

}
