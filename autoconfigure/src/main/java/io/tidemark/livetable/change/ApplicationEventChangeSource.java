package io.tidemark.livetable.change;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.tidemark.livetable.ChangeSource;
import io.tidemark.livetable.TableChange;
import io.tidemark.livetable.TableId;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Hears of the changes that the application publishes as events: {@code publisher.publishEvent(new Changed(table))}.
 * <p>
 * When the publisher returns, nothing loaded before is served. In a transaction that holds from the end of the
 * transaction, before its caller hears of it, whatever the outcome. Listeners of the application come later, unless
 * they are ordered first too.
 */
public final class ApplicationEventChangeSource implements ChangeSource, GenericApplicationListener {

    private static final int REMEMBERED = 256;

    private final AtomicReferenceArray<TableChange> heard = new AtomicReferenceArray<>(REMEMBERED);

    private final AtomicInteger count = new AtomicInteger();

    private volatile @Nullable ChangeSink sink;

    /** Creates a source that is not started; what is published before goes unheard. */
    public ApplicationEventChangeSource() {
    }

    @Override
    public String name() {
        return "application-events";
    }

    @Override
    public boolean covers(TableId table) {
        return true;
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    @Override
    public void start(ChangeSink sink) {
        this.sink = Objects.requireNonNull(sink, "sink");
        sink.restored();
    }

    @Override
    public void close() {
        this.sink = null;
    }

    /**
     * Whether {@code change} itself, not one that is equal to it, is among the last few hundred that the application
     * published, so that its listeners know of it.
     */
    public boolean hasHeard(TableChange change) {
        for (int i = 0; i < REMEMBERED; i++) {
            if (this.heard.get(i) == change) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean supportsEventType(ResolvableType eventType) {
        return PayloadApplicationEvent.class.isAssignableFrom(eventType.toClass())
                && !OwnTableChange.class.isAssignableFrom(eventType.toClass())
                && TableChange.class.isAssignableFrom(eventType.as(PayloadApplicationEvent.class).getGeneric().toClass());
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof PayloadApplicationEvent<?> payload && payload.getPayload() instanceof TableChange change) {
            publish(change);
        }
    }

    private void publish(TableChange change) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            tell(change);
            return;
        }
        // A load after a bump now would still read what was there before the commit.
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

            @Override
            public void afterCompletion(int status) {
                tell(change);
            }

        });
    }

    private void tell(TableChange change) {
        ChangeSink told = this.sink;
        if (told != null) {
            this.heard.set(Math.floorMod(this.count.getAndIncrement(), REMEMBERED), change);
            told.changed(change);
        }
    }

}
