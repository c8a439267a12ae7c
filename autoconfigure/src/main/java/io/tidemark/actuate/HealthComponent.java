package io.tidemark.actuate;

import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * A part of the health component {@code tidemark}.
 *
 * @param name the name of the part
 * @param indicator tells how it is
 */
public record HealthComponent(String name, HealthIndicator indicator) {
}
