package io.tidemark.sample;

import java.time.LocalDateTime;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;

/** The event: an aircraft left, and came in {@code delay} minutes late. */
record Departure(@NotNull LocalDateTime date, @NotNull Integer delay, @NotNull @Positive Integer distance,
        @NotBlank String origin, @NotBlank String destination) {

    static final String TYPE = "departure";

}
