package io.tidemark.livetable.copy;

import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** What is found before there is a row. */
class CopyableTypesTests {

    private final RowCopiers copiers = RowCopiers.ofLoaded(List.of(), LoadState.LOADED);

    @Test
    void messageNamesTheFieldItsTypeAndTheRemedies() {
        assertThatExceptionOfType(NotCopyableException.class).isThrownBy(() -> this.copiers.forType(WithStream.class))
            .withMessage("'%s.stream' must be copyable to be kept, but java.io.InputStream belongs to the JDK and is not "
                    .formatted(WithStream.class.getName())
                    + "known to be copyable: make it a record of immutable parts, provide a RowCopier bean, or annotate "
                    + "the method with @Uncached")
            .satisfies((ex) -> assertThat(ex.type()).isEqualTo(InputStream.class))
            .satisfies((ex) -> assertThat(ex.place()).isEqualTo(WithStream.class.getName() + ".stream"));
    }

    @ParameterizedTest
    @ValueSource(classes = { WithStream.class, Deep.class, WithThread.class, WithLambda.class, WithObject.class,
            WithRawList.class, WithUnknownList.class, WithQueue.class, WithListOfStreams.class, WithMapOfStreams.class,
            WithoutConstructor.class, WithInterface.class, RecordWithStream.class, Sub.class, Object.class,
            Supplier.class, InputStream.class, WithWildcard.class, WithArray.class, Inner.class, WithCounter.class,
            HiddenBehindTransient.class })
    void isRefused(Class<?> type) {
        assertThatExceptionOfType(NotCopyableException.class).isThrownBy(() -> this.copiers.forType(type));
    }

    @ParameterizedTest
    @ValueSource(classes = { Orders.Order.class, Self.class, Typed.class, TransientCircle.class, Abstract.class,
            String.class, Date.class, WithSealed.class })
    void isAccepted(Class<?> type) {
        assertThatNoException().isThrownBy(() -> this.copiers.forType(type));
    }

    @Test
    void typeVariableIsResolvedByTheSubclass() {
        Typed typed = new Typed();
        typed.value = new Date(1);

        Typed copy = this.copiers.forType(Typed.class).copy(typed);

        assertThat(copy.value).isEqualTo(typed.value).isNotSameAs(typed.value);
    }

    @Test
    void instanceOfAnUnknownSubclassIsRefusedWhenItComes() {
        RowCopier<Abstract> copier = this.copiers.forType(Abstract.class);

        assertThatExceptionOfType(NotCopyableException.class).isThrownBy(() -> copier.copy(new BadConcrete()));
        assertThat(copier.copy(new GoodConcrete()).date).isEqualTo(new Date(1));
    }

    static class WithStream {

        String name;

        InputStream stream;

    }

    static class Deep {

        List<Map<String, WithStream[]>> streams;

    }

    static class WithThread {

        Thread thread;

    }

    static class WithLambda {

        Runnable task;

    }

    static class WithObject {

        Object value;

    }

    @SuppressWarnings("rawtypes")
    static class WithRawList {

        List values;

    }

    static class WithUnknownList {

        MyList values;

    }

    static class MyList extends ArrayList<String> {

        private static final long serialVersionUID = 1L;

    }

    static class WithQueue {

        BlockingQueue<String> values;

    }

    static class WithListOfStreams {

        List<InputStream> values;

    }

    static class WithMapOfStreams {

        Map<String, InputStream> values;

    }

    static class WithWildcard {

        List<?> values;

    }

    static class WithArray {

        Thread[] values;

    }

    static class WithCounter {

        AtomicInteger counter;

    }

    static class WithoutConstructor {

        String name;

        WithoutConstructor(int other) {
            this.name = "" + other;
        }

    }

    static class WithInterface {

        Comparable<String> value;

    }

    record RecordWithStream(InputStream stream) {
    }

    static class Sub extends WithStream {
    }

    class Inner {

        String name = CopyableTypesTests.this.toString();

    }

    static class HiddenBehindTransient {

        transient WithStream first;

        WithStream second;

    }

    static class Self {

        Self next;

        List<Self> others;

    }

    static class TransientCircle {

        transient TransientCircle next;

        transient InputStream stream;

    }

    static class Generic<T extends Serializable> {

        T value;

        List<T> values;

    }

    static class Typed extends Generic<Date> {
    }

    abstract static class Abstract {

        Date date = new Date(1);

    }

    static class GoodConcrete extends Abstract {
    }

    static class BadConcrete extends Abstract {

        Thread thread;

    }

    sealed interface Shape permits Round {
    }

    static final class Round implements Shape {

        Date since;

    }

    static class WithSealed {

        Shape shape;

    }

}
