package io.tidemark.livetable.repository.jpa;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;

@Configuration(proxyBeanMethods = false)
@EnableJpaRepositories(basePackageClasses = AirportRepository.class)
@Import(JpaTestConfiguration.class)
class JpaTestApplication {

    @Bean
    PersistenceManagedTypes managedTypes() {
        return PersistenceManagedTypes.of(Airport.class.getName(), Flight.class.getName(), Airline.class.getName(),
                Gate.class.getName(), Seat.class.getName(), Seat.SeatId.class.getName());
    }

}
