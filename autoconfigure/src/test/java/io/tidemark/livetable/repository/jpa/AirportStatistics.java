package io.tidemark.livetable.repository.jpa;

import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.Uncached;

public interface AirportStatistics {

    /** Writes, though its name says that it reads. */
    long countAndRename(String name);

    @LiveTable
    long countElsewhere();

    @LiveTable(dependsOn = Airport.class)
    long countHere();

    @Uncached
    long countUncached();

}
