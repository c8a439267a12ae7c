package io.tidemark.benchmarks.livetable;

import javax.sql.DataSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application with a table of airports in memory and the ways to read it. */
@SpringBootConfiguration
@EnableAutoConfiguration
@EnableCaching
@EnableJdbcRepositories(considerNestedRepositories = false)
class LiveTableApplication {

    /** How many rows the table has. */
    static final int ROWS = 3_000;

    /** Starts the application; with live tables switched off, it is as if Tidemark were not there. */
    static ConfigurableApplicationContext start(boolean liveTables) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(LiveTableApplication.class)
            .web(WebApplicationType.NONE)
            .properties("spring.main.banner-mode=off", "logging.level.root=warn", "spring.cache.type=caffeine",
                    "spring.datasource.generate-unique-name=true", "tidemark.enabled=" + liveTables)
            .run();
        fill(new JdbcTemplate(context.getBean(DataSource.class)));
        return context;
    }

    @Bean
    CacheableAirports cacheableAirports(PlainAirports airports) {
        return new CacheableAirports(airports);
    }

    private static void fill(JdbcTemplate database) {
        database.execute("""
                create table airport (iata varchar(5) primary key, name varchar(80), city varchar(40),
                state varchar(2), latitude double precision, longitude double precision, passengers bigint,
                open boolean)""");
        for (int i = 0; i < ROWS; i++) {
            database.update("insert into airport values (?, ?, ?, ?, ?, ?, ?, ?)", iata(i), "Airport number " + i,
                    "City " + i % 400, "S" + i % 10, i / 100.0, -i / 100.0, i * 1_000L, true);
        }
    }

    static String iata(int number) {
        return "A%04d".formatted(number);
    }

}
