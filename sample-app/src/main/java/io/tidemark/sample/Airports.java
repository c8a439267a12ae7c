package io.tidemark.sample;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The airports that there are. */
@Component
class Airports {

    private final JdbcClient jdbc;

    Airports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isKnown(String iata) {
        return !this.jdbc.sql("select 1 from airport where iata = ?").param(iata).query().listOfRows().isEmpty();
    }

    boolean isEmpty() {
        return this.jdbc.sql("select count(*) from airport").query(Integer.class).single() == 0;
    }

    void add(String iata, String name) {
        this.jdbc.sql("insert into airport (iata, name) values (?, ?)").params(iata, name).update();
    }

}
