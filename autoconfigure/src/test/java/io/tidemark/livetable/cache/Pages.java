package io.tidemark.livetable.cache;

import java.util.ArrayList;
import java.util.List;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.CachedRows;
import io.tidemark.livetable.Rows;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Pages for tests. */
final class Pages {

    private Pages() {
    }

    static CachedRows page(String... names) {
        List<Person> people = new ArrayList<>();
        for (String name : names) {
            people.add(new Person("id-" + people.size(), name));
        }
        return new CachedRows(new Rows(people, 40, true), 1_700_000_000_000_000L, 7, 11);
    }

    /** Returns rows that all follow from the key and the number, so that a mixture of two shows. */
    static CachedRows selfDescribing(KeyPath key, long number) {
        List<Person> people = new ArrayList<>();
        for (int index = 0; index < number % 4; index++) {
            people.add(new Person(key.toString(), Long.toString(number + index)));
        }
        return new CachedRows(new Rows(people, number, number % 2 == 0), number, number, number);
    }

    static void assertSelfDescribing(KeyPath key, @Nullable CachedRows actual) {
        assertThat(actual).isNotNull();
        assertThat(actual).isEqualTo(selfDescribing(key, actual.moment()));
    }

}
