package io.tidemark.actuate.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the endpoint.
 *
 * @param showValues When keys and the messages of faults are shown.
 * @param roles Roles of those who are shown keys and messages, when authorized. Everybody who is authenticated if empty.
 */
@ConfigurationProperties("management.endpoint.tidemark")
public record TidemarkEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {
}
