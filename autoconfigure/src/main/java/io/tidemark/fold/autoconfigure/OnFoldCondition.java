package io.tidemark.fold.autoconfigure;

import java.util.Map;
import java.util.Objects;

import io.tidemark.fold.FoldDefinition;
import io.tidemark.fold.FollowedFold;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if the properties or the application define a fold. The beans of those of the properties come later. */
final class OnFoldCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ListableBeanFactory beans = Objects.requireNonNull(context.getBeanFactory(), "beanFactory");
        boolean configured = !Binder.get(context.getEnvironment())
            .bind(FoldProperties.FOLDS, Bindable.mapOf(String.class, Object.class))
            .orElseGet(Map::of)
            .isEmpty();
        boolean defined = beans.getBeanNamesForType(FoldDefinition.class, true, false).length > 0
                || beans.getBeanNamesForType(FollowedFold.class, true, false).length > 0;
        return new ConditionOutcome(configured || defined, ConditionMessage.forCondition("Fold")
            .because(configured ? "found below '%s'".formatted(FoldProperties.FOLDS)
                    : defined ? "found a bean" : "there is none"));
    }

}
