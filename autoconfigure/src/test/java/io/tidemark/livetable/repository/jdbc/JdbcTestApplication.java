package io.tidemark.livetable.repository.jdbc;

import java.util.UUID;

import io.tidemark.livetable.repository.CountedConnections;

import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.jdbc.core.JdbcTemplate;

@Configuration(proxyBeanMethods = false)
@EnableJdbcRepositories(considerNestedRepositories = true, basePackageClasses = RouteRepository.class)
class JdbcTestApplication extends JdbcTestConfiguration {

    @Bean
    CountedConnections routes() {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                "sa", "");
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        jdbc.execute("create table route (id bigint auto_increment primary key, origin varchar, carrier varchar)");
        jdbc.execute("create table ticket (id bigint auto_increment primary key, route bigint)");
        jdbc.execute("create table stop (route bigint references route (id), airport varchar)");
        return new CountedConnections(pool);
    }

}
