package io.tidemark.livetable.autoconfigure.jpa;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Configuration;

/** An application of Spring Data JPA that does nothing about live tables but to declare one. */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage
public class RunwayApplication {
}
