package io.tidemark.livetable.repository.jpa;

import org.springframework.jdbc.core.JdbcTemplate;

class AirportStatisticsImpl implements AirportStatistics {

    private final JdbcTemplate jdbc;

    AirportStatisticsImpl(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public long countAndRename(String name) {
        return this.jdbc.update("update airport_table set name = ?", name);
    }

    @Override
    public long countElsewhere() {
        return countHere();
    }

    @Override
    public long countHere() {
        Long count = this.jdbc.queryForObject("select count(*) from airport_table", Long.class);
        return count != null ? count : 0;
    }

    @Override
    public long countUncached() {
        return countHere();
    }

}
