package io.tidemark.projection.jdbc;

import java.util.stream.Stream;

import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.TransactionTimedOutException;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P8")
class PersonalFailuresTests {

    static Stream<Throwable> timeOuts() {
        return Stream.of(new TransactionTimedOutException("late"), new QueryTimeoutException("late"),
                new IllegalStateException(new RuntimeException(new TransactionTimedOutException("late"))));
    }

    @ParameterizedTest
    @MethodSource("timeOuts")
    void timeOutAnywhereAmongTheCausesIsPersonal(Throwable failure) {
        assertThat(PersonalFailures.isPersonal(failure)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "org.springframework.security.access.AccessDeniedException",
            "org.springframework.security.core.AuthenticationException" })
    void refusalBySpringSecurityIsPersonal(String name) throws ReflectiveOperationException {
        Class<? extends RuntimeException> refusal = new ByteBuddy().subclass(RuntimeException.class)
            .name(name)
            .make()
            .load(getClass().getClassLoader())
            .getLoaded();
        Class<? extends RuntimeException> special = new ByteBuddy().subclass(refusal)
            .name("com.example.SpecialRefusal")
            .make()
            .load(refusal.getClassLoader())
            .getLoaded();

        assertThat(PersonalFailures.isPersonal(refusal.getConstructor().newInstance())).isTrue();
        assertThat(PersonalFailures.isPersonal(special.getConstructor().newInstance())).isTrue();
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
