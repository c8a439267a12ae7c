package io.tidemark.livetable.autoconfigure.jdbc;

import javax.sql.DataSource;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.init.DataSourceInitializer;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import org.springframework.core.io.ByteArrayResource;

/** An application of Spring Data JDBC that does nothing about live tables but to declare one. */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage
public class GateApplication {

    @Bean
    DataSourceInitializer gates(DataSource dataSource) {
        DataSourceInitializer initializer = new DataSourceInitializer();
        initializer.setDataSource(dataSource);
        initializer.setDatabasePopulator(new ResourceDatabasePopulator(new ByteArrayResource("""
                create table if not exists "GATE" (
                    "ID" bigint auto_increment primary key, "TERMINAL" varchar, "NUMBER" integer);
                """.getBytes())));
        return initializer;
    }

}
