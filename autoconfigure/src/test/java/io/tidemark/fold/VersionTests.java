package io.tidemark.fold;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class VersionTests {

    @Test
    void eightBytesAreANumber() {
        Version version = Version.of(258);

        assertThat(version.toBytes()).containsExactly(0, 0, 0, 0, 0, 0, 1, 2);
        assertThat(version.asLong()).hasValue(258);
        assertThat(Version.ofBytes(version.toBytes())).isEqualTo(version).hasSameHashCodeAs(version);
    }

    @Test
    void tenBytesAreAVersionAndNoNumber() {
        byte[] ten = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
        Version version = Version.ofBytes(ten);
        ten[0] = 0;

        assertThat(version.toBytes()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(version.asLong()).isEmpty();
        assertThat(version.isKnown()).isTrue();
    }

    @Test
    void noBytesAreTheUnknownVersion() {
        assertThat(Version.ofBytes(new byte[0])).isEqualTo(Version.unknown());
        assertThat(Version.unknown().isKnown()).isFalse();
        assertThat(Version.unknown().asLong()).isEmpty();
    }

    @Test
    void moreThanTenBytesAreRefusedAndNotCut() {
        assertThatIllegalArgumentException().isThrownBy(() -> Version.ofBytes(new byte[11]))
            .withMessage("version must have at most 10 bytes, had 11");
    }

}
