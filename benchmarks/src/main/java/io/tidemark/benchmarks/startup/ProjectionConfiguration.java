package io.tidemark.benchmarks.startup;

import io.tidemark.benchmarks.AirportTraffic;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an application adds to have one projection. */
@Configuration(proxyBeanMethods = false)
public class ProjectionConfiguration {

    @Bean
    AirportTraffic airportTraffic() {
        return new AirportTraffic();
    }

}
