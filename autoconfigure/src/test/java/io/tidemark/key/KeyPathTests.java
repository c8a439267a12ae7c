package io.tidemark.key;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyPathTests {

    @ParameterizedTest
    @CsvSource({ "0,14", "1,1501", "255,15FF", "256,160100", "-1,13FE", "-255,1300", "-256,12FEFF",
            "9223372036854775807,1C7FFFFFFFFFFFFFFF", "-9223372036854775808,0C7FFFFFFFFFFFFFFF" })
    void longsAreEncodedByValue(long value, String hex) {
        assertThat(KeyPath.root().child(value).toBytes()).isEqualTo(HexFormat.of().parseHex(hex));
        assertThat(KeyPath.root().child(value)).hasToString("/" + value);
    }

    @Test
    void stringsAndBytesAreTerminatedAndEscaped() {
        assertThat(KeyPath.of("ab").toBytes()).isEqualTo(HexFormat.of().parseHex("0261620000"));
        assertThat(KeyPath.of("").toBytes()).isEqualTo(HexFormat.of().parseHex("020000"));
        assertThat(KeyPath.of("a\0b").toBytes()).isEqualTo(HexFormat.of().parseHex("02610001620000"));
        assertThat(KeyPath.root().child(new byte[] { 0, -1 }).toBytes()).isEqualTo(HexFormat.of().parseHex("010001FF0000"));
    }

    @Test
    void pathLiesBelowItsParentAndNotBelowANeighbour() {
        KeyPath client = KeyPath.of("client");

        assertThat(client.child(1).startsWith(client)).isTrue();
        assertThat(client.startsWith(client)).isTrue();
        assertThat(KeyPath.of("clients").child(1).startsWith(client)).isFalse();
        assertThat(KeyPath.of("client\0").startsWith(client)).isFalse();
        assertThat(client.asPrefix().matches(KeyPath.of("clients").child(1))).isFalse();
        assertThat(client.asPrefix().matches(client.child("x"))).isTrue();
        assertThat(client.child(new byte[] { 0 }).startsWith(client.child(new byte[0]))).isFalse();
    }

    @Test
    void startOfAStringMatchesTheStringsThatStartWithIt() {
        KeyPath users = KeyPath.of("users");
        KeyPrefix prefix = users.childrenStartingWith("user:");

        assertThat(prefix.matches(users.child("user:1"))).isTrue();
        assertThat(prefix.matches(users.child("user:"))).isTrue();
        assertThat(prefix.matches(users.child("user:1").child(7))).isTrue();
        assertThat(prefix.matches(users.child("user"))).isFalse();
        assertThat(prefix.matches(users.child(5))).isFalse();
        assertThat(prefix.isWholePath()).isFalse();
        assertThat(prefix.path()).isEqualTo(users);
        assertThat(prefix).hasToString("/users/user:*");
        assertThat(users.childrenStartingWith("a\0").matches(users.child("a\0b"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "/", "a/b", "\0", "\0\0", "\uFFFF", "\uD83D\uDE00", "\uD83D", "\uDE00", "a\uD83Db",
            "é", "\u00FF" })
    void everyStringIsASegmentOfItsOwn(String segment) {
        KeyPath path = KeyPath.of(segment).child(1);

        assertThat(KeyPath.decode(path.toBytes())).isEqualTo(path);
        assertThat(KeyPath.decode(path.toBytes()).depth()).isEqualTo(2);
        assertThat(path).isNotEqualTo(KeyPath.of(segment + "?").child(1)).isNotEqualTo(KeyPath.of("?").child(1));
        assertThat(path.parent()).isEqualTo(KeyPath.of(segment));
    }

    @Test
    void unpairedSurrogatesDoNotShareAKey() {
        assertThat(KeyPath.of("\uD83D")).isNotEqualTo(KeyPath.of("\uD83E")).isNotEqualTo(KeyPath.of("\uFFFD"));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyPath.root().childrenStartingWith("ab\uD83D"))
            .withMessage("start must not end within a surrogate pair, was one of 3 characters: "
                    + "leave the last character out");
    }

    @Test
    void bytesSortLikeSegments() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            long left = random.nextLong() >> random.nextInt(64);
            long right = random.nextLong() >> random.nextInt(64);
            assertThat(Integer.signum(KeyPath.root().child(left).compareTo(KeyPath.root().child(right))))
                .as("seed %d: %d and %d", seed, left, right)
                .isEqualTo(Long.compare(left, right));
            String one = string(random);
            String two = string(random);
            assertThat(Integer.signum(KeyPath.of(one).compareTo(KeyPath.of(two)))).as("seed %d", seed)
                .isEqualTo(Integer.signum(Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8),
                        two.getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Test
    void randomPathsSurviveEncoding() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        KeyPath neighbour = KeyPath.root();
        for (int round = 0; round < 2_000; round++) {
            KeyPath path = random.nextBoolean() || neighbour.parent() == null ? KeyPath.root() : neighbour.parent();
            List<KeyPath> ancestors = new ArrayList<>(List.of(path));
            for (int depth = random.nextInt(5); depth > 0; depth--) {
                byte[] bytes = new byte[random.nextInt(6)];
                random.nextBytes(bytes);
                path = switch (random.nextInt(3)) {
                    case 0 -> path.child(string(random));
                    case 1 -> path.child(random.nextLong());
                    default -> path.child(bytes);
                };
                ancestors.add(path);
            }
            KeyPath decoded = KeyPath.decode(path.toBytes());
            assertThat(decoded).as("seed %d", seed).isEqualTo(path).hasSameHashCodeAs(path).hasToString(path.toString());
            assertThat(ancestors).as("seed %d", seed).allMatch(decoded::startsWith);
            assertThat(KeyPath.hashCodeOf(path.toBytes())).as("seed %d", seed).isEqualTo(path.hashCode());
            KeyPath shared = KeyPath.decodeShared(path.toBytes(), neighbour);
            assertThat(shared).as("seed %d", seed).isEqualTo(decoded).hasSameHashCodeAs(decoded);
            assertThat(shared.depth()).as("seed %d", seed).isEqualTo(decoded.depth());
            assertThat(shared.parent()).as("seed %d", seed).isEqualTo(decoded.parent());
            neighbour = shared;
        }
    }

    @Test
    void neighboursShareWhatIsAboveBoth() {
        KeyPath first = KeyPath.of("a").child(1).child("x");

        KeyPath second = KeyPath.decodeShared(KeyPath.of("a").child(1).child("y").toBytes(), first);
        KeyPath below = KeyPath.decodeShared(KeyPath.of("a").child(1).child("x").child("z").toBytes(), first);

        assertThat(second.parent()).isSameAs(first.parent());
        assertThat(below.parent()).isSameAs(first);
    }

    @Test
    void firstMatchComesBeforeTheOthers() {
        KeyPrefix prefix = KeyPath.of("users").childrenStartingWith("a");

        assertThat(prefix.first()).isEqualTo(KeyPath.of("users").child("a"))
            .isLessThan(KeyPath.of("users").child("a\0"))
            .isLessThan(KeyPath.of("users").child("a").child(-1));
        assertThat(KeyPath.of("users").asPrefix().first()).isEqualTo(KeyPath.of("users"));
    }

    @Test
    void matchesLieBetweenAPrefixAndItsSuccessor() {
        assertThat(KeyPath.of("a").asPrefix().successor()).isEqualTo(HexFormat.of().parseHex("02610001"));
        assertThat(KeyPath.root().asPrefix().successor()).isNull();
        assertThat(KeyPath.root().childrenStartingWith("\uFFFF").successor())
            .isEqualTo(HexFormat.of().parseHex("02EFBFC0"));
    }

    @Test
    void brokenBytesAreRefused() {
        for (String hex : List.of("0261", "026100", "026100FF", "FF", "16", "1601", "03")) {
            assertThatIllegalArgumentException().as(hex).isThrownBy(() -> KeyPath.decode(HexFormat.of().parseHex(hex)))
                .withMessageStartingWith("bytes must be the encoding of a path, were 0x" + hex.toLowerCase());
        }
    }

    private static String string(Random random) {
        int[] codePoints = random.ints(random.nextInt(4), 0, 0x300).toArray();
        return new String(codePoints, 0, codePoints.length);
    }

}
