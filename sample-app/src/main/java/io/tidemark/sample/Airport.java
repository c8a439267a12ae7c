package io.tidemark.sample;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

/** A row of the table of airports; some have no city and no state. */
record Airport(@Id String iata, String name, @Nullable String city, @Nullable String state, String country,
        double latitude, double longitude) {
}
