package io.tidemark.actuate.autoconfigure;

import java.util.Arrays;
import java.util.Objects;

import io.tidemark.projection.ProjectionCache;
import io.tidemark.projection.cache.CaffeineProjectionCache;
import io.tidemark.projection.cache.NoneProjectionCache;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if there is a cache of projections that is not known to be in memory only. */
final class OnDurableProjectionCacheCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConfigurableListableBeanFactory beans = Objects.requireNonNull(context.getBeanFactory(), "beanFactory");
        String[] names = beans.getBeanNamesForType(ProjectionCache.class, true, false);
        boolean durable = Arrays.stream(names).map(beans::getType).anyMatch(
                (type) -> type != CaffeineProjectionCache.class && type != NoneProjectionCache.class);
        return new ConditionOutcome(durable, ConditionMessage.forCondition("Durable cache of projections")
            .because(durable ? "found one of " + String.join(", ", names) : "there is none"));
    }

}
