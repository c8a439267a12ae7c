package io.tidemark.projection.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Compares as the properties are bound, so that every spelling that binds is understood here too. */
final class OnJournalCondition extends SpringBootCondition {

    private static final String PROPERTY = ProjectionJournalProperties.PREFIX + ".enabled";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        boolean wanted = metadata.getAnnotations().get(ConditionalOnJournal.class).getBoolean("enabled");
        boolean enabled = Binder.get(context.getEnvironment()).bind(PROPERTY, Boolean.class).orElse(false);
        ConditionMessage message = ConditionMessage.forCondition(ConditionalOnJournal.class)
            .because("'%s' is %s".formatted(PROPERTY, enabled));
        return new ConditionOutcome(enabled == wanted, message);
    }

}
