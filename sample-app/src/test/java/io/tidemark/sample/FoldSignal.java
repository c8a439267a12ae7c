package io.tidemark.sample;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;

import io.tidemark.fold.Fold;
import io.tidemark.fold.FoldChange;

import static org.assertj.core.api.Assertions.assertThat;

/** Waits until a fold shows what was put from now on. */
final class FoldSignal implements Flow.Subscriber<FoldChange<AirportStatus>> {

    private final CountDownLatch shown = new CountDownLatch(1);

    FoldSignal(Fold<AirportStatus> fold) {
        fold.changes().subscribe(this);
    }

    void await() throws InterruptedException {
        assertThat(this.shown.await(60, TimeUnit.SECONDS)).as("the fold shows the change").isTrue();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(FoldChange<AirportStatus> change) {
        if (change instanceof FoldChange.Put<AirportStatus>) {
            this.shown.countDown();
        }
    }

    @Override
    public void onError(Throwable failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
    }

}
