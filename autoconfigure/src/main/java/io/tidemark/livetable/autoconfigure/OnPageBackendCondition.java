package io.tidemark.livetable.autoconfigure;

import java.util.EnumSet;
import java.util.Set;

import io.tidemark.livetable.autoconfigure.LiveTableProperties.Backend;
import io.tidemark.livetable.autoconfigure.LiveTableProperties.Table;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Compares as the properties are bound, so that every spelling that binds is the backend that it binds to. */
final class OnPageBackendCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Backend wanted = metadata.getAnnotations()
            .get(ConditionalOnPageBackend.class)
            .getEnum("value", Backend.class);
        Set<Backend> chosen = chosen(Binder.get(context.getEnvironment()));
        ConditionMessage message = ConditionMessage.forCondition(ConditionalOnPageBackend.class)
            .because("live tables are kept by %s".formatted(chosen));
        return new ConditionOutcome(chosen.contains(wanted), message);
    }

    private static Set<Backend> chosen(Binder binder) {
        Set<Backend> chosen = EnumSet
            .of(binder.bind(LiveTableProperties.PREFIX + ".backend", Backend.class).orElse(Backend.CAFFEINE));
        binder.bind(LiveTableProperties.PREFIX + ".tables", Bindable.mapOf(String.class, Table.class))
            .ifBound((tables) -> tables.values().forEach((table) -> {
                if (table.backend() != null) {
                    chosen.add(table.backend());
                }
            }));
        return chosen;
    }

}
