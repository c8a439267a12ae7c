package io.tidemark.livetable.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.change.OwnTableChange;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/** Who listens to changes of live tables. */
final class TableChangeListeners {

    // Nobody publishes such an event: whoever would hear it hears all events, and is not there for changes.
    private static final ResolvableType ANY_EVENT = ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class,
            TableChangeListeners.class);

    private TableChangeListeners() {
    }

    /** Whether anybody in {@code context}, or perhaps in a context above it, listens to changes in particular. */
    static boolean isAny(ApplicationContext context) {
        if (context.getParent() != null || !(context instanceof AbstractApplicationContext known)) {
            return true;
        }
        Set<ApplicationListener<?>> listeners = new LinkedHashSet<>(known.getApplicationListeners());
        context.getBeansOfType(ApplicationListener.class, false, false)
            .values()
            .forEach((listener) -> listeners.add((ApplicationListener<?>) listener));
        return listeners.stream().map(TableChangeListeners::generic).anyMatch(TableChangeListeners::hearsChanges);
    }

    private static boolean hearsChanges(GenericApplicationListener listener) {
        if (listener.supportsEventType(ANY_EVENT)) {
            return false;
        }
        for (Class<?> change : TableChange.class.getPermittedSubclasses()) {
            if (listener.supportsEventType(ResolvableType.forClassWithGenerics(OwnTableChange.class, change))) {
                return true;
            }
        }
        return false;
    }

    private static GenericApplicationListener generic(ApplicationListener<?> listener) {
        return listener instanceof GenericApplicationListener generic ? generic
                : new GenericApplicationListenerAdapter(listener);
    }

}
