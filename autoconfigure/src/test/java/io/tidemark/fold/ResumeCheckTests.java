package io.tidemark.fold;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P7")
class ResumeCheckTests {

    private static final SourceIdentity ALL = new SourceIdentity("routes", ManualPace.BEGINNING, List.of());

    @ParameterizedTest
    @CsvSource({ "3, 4, 9,", "3, 1, 9,", "3, 5, 9, COMPACTED", "3, 4, 3,", "3, 1, 2, RESTORED", "0, 7, 9,", "0, 0, 0,",
            "9223372036854775807, 9223372036854775807, 9223372036854775807,",
            "9223372036854775806, 9223372036854775807, 9223372036854775807," })
    void positionIsSoundFromTheFirstRevisionLessOneToTheLast(long position, long first, long last,
            ResyncReason obstacle) {
        assertThat(ResumeCheck.obstacle(new Cursor(ALL, Version.of(position)), new SourceState(ALL, first, last, -1)))
            .isEqualTo(obstacle);
    }

    @ParameterizedTest
    @CsvSource({ "1, 0, '', RECREATED", "0, 0, node., SCOPE_CHANGED", "0, 1, '', UNREADABLE_CURSOR" })
    void cursorOfAnotherBucketOrScopeMeansNothing(int age, int cut, String prefix, ResyncReason obstacle) {
        SourceIdentity identity = new SourceIdentity("routes", ManualPace.BEGINNING.minusNanos(age),
                prefix.isEmpty() ? List.of() : List.of(prefix));
        Version version = cut == 0 ? Version.of(5) : Version.ofBytes(new byte[] { 0, 5 });

        assertThat(ResumeCheck.obstacle(new Cursor(identity, version), new SourceState(ALL, 1, 9, -1)))
            .isEqualTo(obstacle);
    }

}
