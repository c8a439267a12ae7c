package io.tidemark.generation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.tidemark.generation.Generations.Stamp;
import io.tidemark.key.KeyPath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Tag("P1")
class GenerationsTests {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final AtomicLong nanos = new AtomicLong();

    private final List<String> lifted = new ArrayList<>();

    private final Generations generations = new Generations(1 << 16, LIMIT, this.nanos::get,
            (path, heldFor) -> this.lifted.add(path + " after " + heldFor));

    private final KeyPath table = KeyPath.of("airport");

    private final KeyPath page = this.table.child("page").child(7);

    @Test
    void stampHoldsUntilItsPathIsBumped() {
        Stamp stamp = this.generations.stamp(this.page);
        assertThat(this.generations.holds(stamp)).isTrue();

        this.generations.bump(this.page);

        assertThat(this.generations.holds(stamp)).isFalse();
        assertThat(this.generations.holds(this.generations.stamp(this.page))).isTrue();
    }

    @Test
    void bumpOfAnAncestorEndsAllBelow() {
        Stamp below = this.generations.stamp(this.page);
        Stamp beside = this.generations.stamp(KeyPath.of("airports").child("page"));

        this.generations.bump(this.table);

        assertThat(this.generations.holds(below)).isFalse();
        assertThat(this.generations.holds(beside)).isTrue();
        this.generations.bump(KeyPath.root());
        assertThat(this.generations.holds(beside)).isFalse();
    }

    @Test
    void bumpBelowLeavesTheParent() {
        Stamp parent = this.generations.stamp(this.table);

        this.generations.bump(this.page);

        assertThat(this.generations.holds(parent)).isTrue();
    }

    @Test
    void stampIsInitialUntilTheFirstBump() {
        assertThat(this.generations.isInitial(this.generations.stamp(this.page))).isTrue();

        this.generations.bump(this.table);

        assertThat(this.generations.isInitial(this.generations.stamp(this.page))).isFalse();
        assertThat(this.generations.isInitial(new Generations().stamp(this.page))).as("of another process").isFalse();
    }

    @Test
    void changesCountWhateverMayEndAStamp() {
        long before = this.generations.changes();
        this.generations.stamp(this.page);
        assertThat(this.generations.changes()).isEqualTo(before);

        this.generations.bump(this.page);
        long bumped = this.generations.changes();
        WriteMark mark = this.generations.mark(this.table);
        long marked = this.generations.changes();
        this.nanos.addAndGet(LIMIT.toNanos());
        this.generations.isMarked(this.table);
        long lifted = this.generations.changes();
        mark.release();

        assertThat(List.of(before, bumped, marked, lifted, this.generations.changes())).doesNotHaveDuplicates();
    }

    @Test
    void momentEndsWithABumpOfThePathOrAbove() {
        long start = this.generations.moment();
        assertThat(start).isZero();
        assertThat(this.generations.unchangedSince(this.page, start)).isTrue();

        this.generations.bump(this.page);
        long afterPage = this.generations.moment();
        assertThat(this.generations.unchangedSince(this.page, start)).isFalse();
        assertThat(this.generations.unchangedSince(this.table, start)).as("above").isTrue();
        assertThat(this.generations.unchangedSince(this.page, afterPage)).isTrue();

        this.generations.bump(KeyPath.root());
        assertThat(this.generations.unchangedSince(this.page, afterPage)).isFalse();
        assertThat(this.generations.unchangedSince(this.page, this.generations.moment())).isTrue();
    }

    @Test
    void momentOfOnePathOutlivesBumpsOfOthers() {
        long start = this.generations.moment();

        for (int i = 0; i < 100; i++) {
            this.generations.bump(KeyPath.of("other").child(i));
        }

        assertThat(this.generations.unchangedSince(this.page, start)).isTrue();
        assertThat(this.generations.moment()).isGreaterThan(start);
    }

    @Test
    void nothingIsUnchangedWhileItIsMarkedNorSinceBefore() {
        long before = this.generations.moment();
        WriteMark mark = this.generations.mark(this.table);
        long during = this.generations.moment();

        assertThat(this.generations.unchangedSince(this.page, during)).isFalse();
        assertThat(this.generations.heldMarks(this.table)).isEqualTo(1);
        assertThat(this.generations.heldMarks(this.page)).isZero();
        mark.release();

        assertThat(this.generations.unchangedSince(this.page, before)).isFalse();
        assertThat(this.generations.unchangedSince(this.page, during)).as("taken before the commit").isFalse();
        assertThat(this.generations.unchangedSince(this.page, this.generations.moment())).isTrue();
    }

    @Test
    void overdueMarkIsLiftedByWhoeverAsksForAMoment() {
        List<KeyPath> alsoLifted = new ArrayList<>();
        this.generations.addMarkListener((path, heldFor) -> alsoLifted.add(path));
        WriteMark mark = this.generations.mark(this.table);
        long during = this.generations.moment();
        this.nanos.addAndGet(LIMIT.toNanos());

        assertThat(this.generations.unchangedSince(this.page, during)).isFalse();
        assertThat(mark.isLifted()).isTrue();
        assertThat(alsoLifted).containsExactly(this.table);
        assertThat(this.generations.unchangedSince(this.page, this.generations.moment())).isTrue();
        mark.release();
        assertThat(mark.isLifted()).isFalse();
    }

    /** Writers publish a version and bump; whoever reads an older version under a moment must not find it unchanged. */
    @Test
    void momentTakenInTheMiddleOfABumpValidatesNothingOlder() throws InterruptedException {
        Generations shared = new Generations(1, LIMIT, System::nanoTime, (path, heldFor) -> {
        });
        AtomicLong version = new AtomicLong();
        AtomicLong acknowledged = new AtomicLong();
        AtomicInteger wrong = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            threads.add(new Thread(() -> {
                await(start);
                for (int round = 0; round < 50_000; round++) {
                    long written = version.incrementAndGet();
                    shared.bump(this.table);
                    acknowledged.accumulateAndGet(written, Math::max);
                }
            }));
            threads.add(new Thread(() -> {
                await(start);
                for (int round = 0; round < 50_000; round++) {
                    long moment = shared.moment();
                    long read = version.get();
                    Thread.onSpinWait();
                    long mustHave = acknowledged.get();
                    if (shared.unchangedSince(this.page, moment) && read < mustHave) {
                        wrong.incrementAndGet();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join(20_000);
        }

        assertThat(version).hasValue(100_000);
        assertThat(wrong).hasValue(0);
    }

    /** A stamp found to hold under a number of changes must still hold if, after the bump, the number is the same. */
    @Test
    void changesNeverStayTheSameWhileABumpEndsAStamp() throws InterruptedException {
        int rounds = 20_000;
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger bumped = new AtomicInteger();
        Thread writer = new Thread(() -> {
            for (int round = 1; round <= rounds; round++) {
                while (begun.get() < round) {
                    Thread.onSpinWait();
                }
                this.generations.bump(this.table);
                bumped.set(round);
            }
        });
        writer.start();
        int wrong = 0;
        for (int round = 1; round <= rounds; round++) {
            Stamp stamp = this.generations.stamp(this.page);
            long verified = -1;
            begun.set(round);
            while (bumped.get() < round) {
                long changes = this.generations.changes();
                verified = this.generations.holds(stamp) ? changes : verified;
            }
            wrong += verified == this.generations.changes() ? 1 : 0;
        }
        writer.join(20_000);

        assertThat(wrong).isZero();
    }

    @Test
    void stampThatLiftsAnOverdueMarkDoesNotHold() {
        WriteMark mark = this.generations.mark(this.table);
        Stamp during = this.generations.stamp(this.table);
        this.nanos.addAndGet(LIMIT.toNanos());

        assertThat(this.generations.holds(during)).isFalse();
        assertThat(this.lifted).hasSize(1);
        mark.release();
    }

    @Test
    void sharedCounterCostsHitsOnly() {
        Generations one = new Generations(1, LIMIT, this.nanos::get, (path, heldFor) -> {
        });
        Stamp stamp = one.stamp(KeyPath.of("a"));

        one.bump(KeyPath.of("b"));

        assertThat(one.holds(stamp)).isFalse();
    }

    @Test
    void stampOfAnotherProcessNeverHolds() {
        Stamp stamp = new Generations().stamp(this.page);

        assertThat(this.generations.holds(stamp)).isFalse();
        assertThat(stamp).isNotEqualTo(this.generations.stamp(this.page));
    }

    @Test
    void nothingHoldsBelowAPathThatIsBeingWritten() {
        Stamp before = this.generations.stamp(this.page);
        WriteMark mark = this.generations.mark(this.table);

        assertThat(this.generations.isMarked(this.page)).isTrue();
        assertThat(this.generations.isMarked(KeyPath.of("other"))).isFalse();
        assertThat(this.generations.holds(before)).isFalse();
        Stamp during = this.generations.stamp(this.page);
        mark.release();

        assertThat(this.generations.isMarked(this.page)).isFalse();
        assertThat(this.generations.holds(before)).isFalse();
        assertThat(this.generations.holds(during)).as("taken before the commit").isFalse();
        assertThat(this.generations.holds(this.generations.stamp(this.page))).isTrue();
    }

    @Test
    void marksAreCounted() {
        WriteMark one = this.generations.mark(this.table);
        WriteMark two = this.generations.mark(this.table);

        one.release();
        one.release();

        assertThat(this.generations.isMarked(this.table)).isTrue();
        two.close();
        assertThat(this.generations.isMarked(this.table)).isFalse();
        assertThat(this.generations.heldMarks()).isZero();
    }

    @Test
    void markThatIsNeverReleasedIsLiftedAndItsLateEndBumpsAgain() {
        WriteMark mark = this.generations.mark(this.table);
        Stamp during = this.generations.stamp(this.page);
        this.nanos.addAndGet(LIMIT.toNanos());

        assertThat(this.generations.isMarked(this.page)).isFalse();
        assertThat(this.lifted).containsExactly("/airport after PT5M");
        assertThat(this.generations.holds(during)).isFalse();
        Stamp after = this.generations.stamp(this.page);
        assertThat(this.generations.holds(after)).isTrue();

        mark.release();
        assertThat(this.generations.holds(after)).isFalse();
        assertThat(this.generations.isMarked(this.page)).isFalse();
    }

    @Test
    void everyBumpOfManyThreadsIsSeen() throws InterruptedException {
        Stamp before = this.generations.stamp(this.table);
        CountDownLatch start = new CountDownLatch(1);
        AtomicInteger seen = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                await(start);
                for (int round = 0; round < 1_000; round++) {
                    Stamp stamp = this.generations.stamp(this.page);
                    WriteMark mark = this.generations.mark(this.table);
                    seen.addAndGet(this.generations.holds(stamp) ? 1_000_000 : 1);
                    mark.release();
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join(20_000);
        }

        assertThat(seen).hasValue(8_000);
        assertThat(this.generations.holds(before)).isFalse();
        assertThat(this.generations.heldMarks()).isZero();
    }

    @Test
    void sizesAndLimitsAreChecked() {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new Generations(1_000, LIMIT, this.nanos::get, (path, heldFor) -> {
            }))
            .withMessage("slots must be a power of two from 1 to 16777216, was 1000");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> new Generations(1_024, Duration.ZERO, this.nanos::get, (path, heldFor) -> {
            }))
            .withMessage("markLimit must be positive, was PT0S");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

}
