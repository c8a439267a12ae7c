package io.tidemark.sample;

import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscription;

import io.tidemark.livetable.TableChange;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/** Sends the changes of a table to one client, until either goes. */
final class ChangeStream implements Flow.Subscriber<TableChange> {

    private static final long NO_TIMEOUT = 0;

    private final SseEmitter client = new SseEmitter(NO_TIMEOUT);

    private final Executor executor;

    private @Nullable Subscription subscription;

    private ChangeStream(Executor executor) {
        this.executor = executor;
    }

    static SseEmitter of(Publisher<TableChange> changes, Executor executor) {
        ChangeStream stream = new ChangeStream(executor);
        changes.subscribe(stream);
        executor.execute(stream::greet);
        return stream.client;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        this.client.onCompletion(subscription::cancel);
        this.client.onError((failure) -> subscription.cancel());
    }

    @Override
    public void onNext(TableChange change) {
        // A slow client must not hold the thread that tells all subscribers.
        this.executor.execute(() -> send(change));
    }

    @Override
    public void onError(Throwable failure) {
        this.client.completeWithError(failure);
    }

    @Override
    public void onComplete() {
        this.client.complete();
    }

    /** Lets the client know that changes from now on will reach it. */
    private void greet() {
        if (sent(SseEmitter.event().comment("subscribed"))) {
            Objects.requireNonNull(this.subscription).request(1);
        }
    }

    private void send(TableChange change) {
        String name = change.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        if (sent(SseEmitter.event().name(name).data(change))) {
            Objects.requireNonNull(this.subscription).request(1);
        }
    }

    private boolean sent(SseEventBuilder event) {
        try {
            this.client.send(event);
            return true;
        }
        catch (IOException ex) {
            // The client has gone, which the server tells the emitter too.
            Objects.requireNonNull(this.subscription).cancel();
            return false;
        }
    }

}
