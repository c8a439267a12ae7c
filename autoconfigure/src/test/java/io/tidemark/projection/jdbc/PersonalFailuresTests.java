package io.tidemark.projection.jdbc;

import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.TransactionTimedOutException;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P8")
class PersonalFailuresTests {

    static Stream<Throwable> personal() {
        return Stream.of(new TransactionTimedOutException("late"), new QueryTimeoutException("late"),
                new IllegalStateException(new RuntimeException(new TransactionTimedOutException("late"))));
    }

    @ParameterizedTest
    @MethodSource
    void personal(Throwable failure) {
        assertThat(PersonalFailures.isPersonal(failure)).isTrue();
    }

    @Test
    void faultsOfTheDatabaseAreEverybodys() {
        assertThat(PersonalFailures.isPersonal(new TransientDataAccessResourceException("down"))).isFalse();
        assertThat(PersonalFailures.isPersonal(new IllegalStateException(new RuntimeException("x")))).isFalse();
    }

    @Test
    void causesThatGoRoundEnd() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);

        assertThat(PersonalFailures.isPersonal(one)).isFalse();
    }

}
