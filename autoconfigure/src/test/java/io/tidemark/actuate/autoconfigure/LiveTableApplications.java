package io.tidemark.actuate.autoconfigure;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.Uncached;
import io.tidemark.livetable.repository.CountedConnections;
import io.tidemark.livetable.repository.LiveTableScope;
import io.tidemark.livetable.repository.jdbc.JdbcTestConfiguration;

import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application with two live tables behind Data JDBC. */
final class LiveTableApplications {

    private LiveTableApplications() {
    }

    @LiveTable
    interface AirportRepository extends ListCrudRepository<Airport, String> {

        Page<Airport> findByState(String state, Pageable page);

        List<Airport> findByStateAndCity(String state, String city);

        long countByState(String state);

        @Uncached
        List<Airport> findByCity(String city);

    }

    @LiveTable
    interface CarrierRepository extends ListCrudRepository<Carrier, String> {

        List<Carrier> findByName(String name);

    }

    @Table
    record Airport(@Id String iata, String state, String city) {
    }

    @Table
    record Carrier(@Id String code, String name) {
    }

    @Configuration(proxyBeanMethods = false)
    @EnableJdbcRepositories(considerNestedRepositories = true, basePackageClasses = LiveTableApplications.class)
    static class Application extends JdbcTestConfiguration {

        @Bean
        CountedConnections flights() {
            JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID()
                    + ";DB_CLOSE_DELAY=-1", "sa", "");
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            jdbc.execute("create table airport (iata varchar primary key, state varchar, city varchar)");
            jdbc.execute("create table carrier (code varchar primary key, name varchar)");
            jdbc.execute("insert into airport values ('AUS', 'TX', 'Austin'), ('DFW', 'TX', 'Dallas'), "
                    + "('ATL', 'GA', 'Atlanta')");
            jdbc.execute("insert into carrier values ('AA', 'American'), ('DL', 'Delta')");
            return new CountedConnections(pool);
        }

    }

    /** The scope that all threads are in. */
    static final class CurrentScope implements LiveTableScope {

        final AtomicReference<String> name = new AtomicReference<>("");

        @Override
        public String current() {
            return this.name.get();
        }

    }

}
