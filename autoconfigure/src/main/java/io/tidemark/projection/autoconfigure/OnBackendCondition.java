package io.tidemark.projection.autoconfigure;

import io.tidemark.projection.autoconfigure.ProjectionProperties.Backend;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Compares as the properties are bound, so that every spelling that binds is the backend that it binds to. */
final class OnBackendCondition extends SpringBootCondition {

    private static final String PROPERTY = ProjectionProperties.PREFIX + ".cache.backend";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Backend wanted = metadata.getAnnotations().get(ConditionalOnBackend.class).getEnum("value", Backend.class);
        Backend chosen = Binder.get(context.getEnvironment()).bind(PROPERTY, Backend.class).orElse(Backend.CAFFEINE);
        ConditionMessage message = ConditionMessage.forCondition(ConditionalOnBackend.class)
            .because("'%s' is %s".formatted(PROPERTY, chosen));
        return new ConditionOutcome(chosen == wanted, message);
    }

}
