package io.tidemark.actuate.autoconfigure;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if there is a bean of a type that is not known to be one of which there is nothing to tell. */
abstract class OnBeanOtherThanCondition extends SpringBootCondition implements ConfigurationCondition {

    private final String description;

    private final Class<?> type;

    private final Set<Class<?>> others;

    OnBeanOtherThanCondition(String description, Class<?> type, Set<Class<?>> others) {
        this.description = description;
        this.type = type;
        this.others = others;
    }

    @Override
    public final ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public final ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConfigurableListableBeanFactory beans = Objects.requireNonNull(context.getBeanFactory(), "beanFactory");
        String[] names = beans.getBeanNamesForType(this.type, true, false);
        boolean found = Arrays.stream(names).map(beans::getType).anyMatch((type) -> !this.others.contains(type));
        return new ConditionOutcome(found, ConditionMessage.forCondition(this.description)
            .because(found ? "found one of " + String.join(", ", names) : "there is none"));
    }

}
