package io.tidemark.livetable.repository.jpa;

import io.tidemark.livetable.ReadOutcome;
import io.tidemark.livetable.repository.CountedConnections;
import io.tidemark.livetable.repository.StampedTables;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads and writes of JPA repositories outside transactions of their callers. */
@SpringJUnitConfig(JpaTestApplication.class)
class JpaLiveTableTests {

    @Autowired
    private AirportRepository airports;

    @Autowired
    private CountedConnections connections;

    @Autowired
    private StampedTables tables;

    @BeforeEach
    void start() {
        this.airports.deleteAllInBatch();
        this.airports.save(new Airport("DFW", "Dallas", "TX"));
        this.airports.save(new Airport("AUS", "Austin", "TX"));
        this.airports.save(new Airport("ATL", "Atlanta", "GA"));
        this.tables.clear();
    }

    @Test
    @Tag("P2")
    void hitOpensNoConnection() {
        var first = this.airports.findByState("TX", PageRequest.of(0, 1, Sort.by("code")));
        int before = this.connections.taken();

        var second = this.airports.findByState("TX", PageRequest.of(0, 1, Sort.by("code")));

        assertThat(this.tables.outcome()).isEqualTo(ReadOutcome.HIT);
        assertThat(this.connections.taken()).isEqualTo(before);
        assertThat(second.getTotalElements()).isEqualTo(2).isEqualTo(first.getTotalElements());
        assertThat(second.getContent()).extracting(Airport::getCode).containsExactly("AUS");
        assertThat(second.getPageable()).isEqualTo(first.getPageable());
    }

}
