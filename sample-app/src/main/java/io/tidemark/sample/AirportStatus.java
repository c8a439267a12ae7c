package io.tidemark.sample;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/** What is the matter with an airport, such as {@code closed} or {@code delays}, as it stands in the bucket. */
record AirportStatus(@NotBlank @Size(max = 20) String status, @Nullable @Size(max = 200) String note) {
}
