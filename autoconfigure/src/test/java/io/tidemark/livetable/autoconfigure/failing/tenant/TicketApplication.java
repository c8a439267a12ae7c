package io.tidemark.livetable.autoconfigure.failing.tenant;

import java.util.concurrent.atomic.AtomicReference;

import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application whose rows belong to tenants. */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage
public class TicketApplication {

    @Bean
    AtomicReference<String> tenant() {
        return new AtomicReference<>("AA");
    }

    @Bean
    HibernatePropertiesCustomizer tenants(AtomicReference<String> tenant) {
        return (properties) -> properties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER,
                new CurrentTenantIdentifierResolver<String>() {

                    @Override
                    public String resolveCurrentTenantIdentifier() {
                        return tenant.get();
                    }

                    @Override
                    public boolean validateExistingCurrentSessions() {
                        return false;
                    }

                });
    }

}
