package io.tidemark.sample;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/** What may be changed of an airport. */
record AirportForm(@NotBlank @Size(max = 100) String name, @Nullable @Size(max = 100) String city,
        @Nullable @Size(min = 2, max = 2) String state, @NotBlank @Size(max = 100) String country,
        @NotNull @DecimalMin("-90") @DecimalMax("90") Double latitude,
        @NotNull @DecimalMin("-180") @DecimalMax("180") Double longitude) {

    Airport toAirport(String iata) {
        return new Airport(iata, this.name, this.city, this.state, this.country, this.latitude, this.longitude);
    }

}
