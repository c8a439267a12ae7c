package io.tidemark.livetable.autoconfigure;

import java.util.Arrays;
import java.util.concurrent.Flow;

import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.change.ApplicationEventChangeSource;
import io.tidemark.livetable.change.OwnTableChange;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Publishes the changes that become known, but those that the application published itself, as application events. A
 * writer has no thread woken for them where, once all beans are there, nobody listens.
 */
final class TableChangeEvents implements Flow.Subscriber<TableChange>, SmartInitializingSingleton, DisposableBean {

    private static final Logger logger = LoggerFactory.getLogger(TableChangeEvents.class);

    private final LiveTables tables;

    private final ApplicationEventChangeSource source;

    private final ConfigurableApplicationContext context;

    private volatile Flow.@Nullable Subscription subscription;

    TableChangeEvents(LiveTables tables, ApplicationEventChangeSource source, ConfigurableApplicationContext context) {
        this.tables = tables;
        this.source = source;
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (isListenedTo()) {
            this.tables.changes().subscribe(this);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
        this.subscription = begun;
        begun.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(TableChange change) {
        if (this.source.hasHeard(change)) {
            return;
        }
        try {
            this.context.publishEvent(new OwnTableChange<>(this.tables, change));
        }
        catch (RuntimeException ex) {
            // The next change is told all the same.
            logger.warn("A listener failed on the change {}", change, ex);
        }
    }

    @Override
    public void onError(Throwable failure) {
        logger.warn("Changes of live tables are not published any more", failure);
    }

    @Override
    public void onComplete() {
        this.subscription = null;
    }

    boolean isSubscribed() {
        return this.subscription != null;
    }

    @Override
    public void destroy() {
        Flow.Subscription begun = this.subscription;
        if (begun != null) {
            begun.cancel();
        }
    }

    private boolean isListenedTo() {
        for (ApplicationContext at = this.context; at != null; at = at.getParent()) {
            if (!(at instanceof AbstractApplicationContext asked) || hasLazyListener(asked)
                    || asked.getApplicationListeners().stream().anyMatch(TableChangeEvents::listens)) {
                return true;
            }
        }
        return false;
    }

    // What one listens to that is not there yet is not known.
    private static boolean hasLazyListener(AbstractApplicationContext context) {
        return Arrays.stream(context.getBeanNamesForType(ApplicationListener.class, true, false))
            .anyMatch(name -> !context.getBeanFactory().containsSingleton(BeanFactoryUtils.transformedBeanName(name)));
    }

    private static boolean listens(ApplicationListener<?> listener) {
        GenericApplicationListener asked = listener instanceof GenericApplicationListener generic ? generic
                : new GenericApplicationListenerAdapter(listener);
        return Arrays.stream(TableChange.class.getPermittedSubclasses())
            .anyMatch(change -> asked
                .supportsEventType(ResolvableType.forClassWithGenerics(OwnTableChange.class, change)));
    }

}
