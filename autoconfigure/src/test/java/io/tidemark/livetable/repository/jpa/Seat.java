package io.tidemark.livetable.repository.jpa;

import java.io.Serializable;
import java.util.Objects;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;

@Entity
public class Seat {

    @EmbeddedId
    private SeatId id = new SeatId("", 0);

    private String passenger = "";

    protected Seat() {
    }

    public Seat(SeatId id, String passenger) {
        this.id = id;
        this.passenger = passenger;
    }

    public SeatId getId() {
        return this.id;
    }

    public String getPassenger() {
        return this.passenger;
    }

    @Embeddable
    public static class SeatId implements Serializable {

        private static final long serialVersionUID = 1L;

        private String letter = "";

        private int line;

        protected SeatId() {
        }

        public SeatId(String letter, int line) {
            this.letter = letter;
            this.line = line;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof SeatId id && this.line == id.line && this.letter.equals(id.letter);
        }

        @Override
        public int hashCode() {
            return Objects.hash(this.letter, this.line);
        }

    }

}
