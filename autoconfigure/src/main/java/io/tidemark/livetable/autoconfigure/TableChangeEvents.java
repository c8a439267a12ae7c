package io.tidemark.livetable.autoconfigure;

import java.util.concurrent.Flow;

import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.change.ApplicationEventChangeSource;
import io.tidemark.livetable.change.OwnTableChange;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes the changes that become known, but those that the application published itself, as application events. */
final class TableChangeEvents implements Flow.Subscriber<TableChange>, SmartInitializingSingleton, DisposableBean {

    private static final Logger logger = LoggerFactory.getLogger(TableChangeEvents.class);

    private final LiveTables tables;

    private final ApplicationEventChangeSource source;

    private final ApplicationEventPublisher publisher;

    private volatile Flow.@Nullable Subscription subscription;

    TableChangeEvents(LiveTables tables, ApplicationEventChangeSource source, ApplicationEventPublisher publisher) {
        this.tables = tables;
        this.source = source;
        this.publisher = publisher;
    }

    @Override
    public void afterSingletonsInstantiated() {
        this.tables.changes().subscribe(this);
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
            this.publisher.publishEvent(new OwnTableChange<>(this.tables, change));
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

    @Override
    public void destroy() {
        Flow.Subscription begun = this.subscription;
        if (begun != null) {
            begun.cancel();
        }
    }

}
