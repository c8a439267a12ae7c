package io.tidemark.livetable.autoconfigure.failing.copy;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.context.annotation.Configuration;

/** An application with rows that can't be copied. */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage
public class SensorApplication {
}
