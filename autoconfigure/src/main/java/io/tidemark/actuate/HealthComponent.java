package io.tidemark.actuate;

import org.springframework.boot.health.contributor.HealthContributor;

/**
 * A part of the health component {@code tidemark}.
 *
 * @param name the name of the part
 * @param contributor tells how it is, or how each of several is
 */
public record HealthComponent(String name, HealthContributor contributor) {
}
