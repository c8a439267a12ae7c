package io.tidemark.benchmarks.livetable;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;

/** What an application has today: Spring's own cache in front of the repository. */
class CacheableAirports {

    private final PlainAirports airports;

    CacheableAirports(PlainAirports airports) {
        this.airports = airports;
    }

    @Cacheable("pages")
    Page<Airport> page(Pageable page) {
        return this.airports.findAll(page);
    }

    @Cacheable("rows")
    @Nullable Airport row(String iata) {
        return this.airports.findById(iata).orElse(null);
    }

}
