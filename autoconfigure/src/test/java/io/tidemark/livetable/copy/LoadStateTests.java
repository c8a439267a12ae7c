package io.tidemark.livetable.copy;

import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hibernate.Hibernate;
import org.hibernate.collection.spi.PersistentBag;
import org.hibernate.collection.spi.PersistentSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What becomes of collections and proxies of Hibernate, loaded or not. */
class LoadStateTests {

    private final LoadState hibernate = new LoadState() {

        @Override
        public boolean isLoaded(Object value) {
            return Hibernate.isInitialized(value);
        }

        @Override
        public Object unproxy(Object value) {
            return value instanceof LoadedProxy proxy ? proxy.target : value;
        }

        @Override
        public Set<String> unloadedAttributes(Object entity) {
            return entity instanceof Parent parent ? parent.unloaded : Set.of();
        }

    };

    private final RowCopier<Parent> strict = RowCopiers.ofLoaded(List.of(), this.hibernate).forType(Parent.class);

    private final RowCopier<Parent> detached = RowCopiers.ofDetached(List.of(), this.hibernate).forType(Parent.class);

    @Test
    void loadedCollectionsBecomePlainOnes() {
        Parent parent = new Parent();
        parent.friends = new LoadedSet<>(new Child("a"));
        parent.names = new LoadedSet<>("x");

        Parent copy = this.strict.copy(parent);

        assertThat(copy.names).containsExactly("x").isNotInstanceOf(PersistentSet.class);
        assertThat(copy.friends).hasSize(1).isNotInstanceOf(PersistentSet.class);
        assertThat(copy.friends).extracting((friend) -> friend.name).containsExactly("a");
        assertThat(copy.friends).doesNotContainAnyElementsOf(parent.friends);
    }

    @Test
    void unloadedCollectionIsRefused() {
        Parent parent = new Parent();
        parent.children = new PersistentBag<>();

        assertThatExceptionOfType(UnloadedAttributeException.class).isThrownBy(() -> this.strict.copy(parent))
            .withMessage("Attribute 'children' of %s must be loaded to be kept, was not: fetch it, or allow detached rows"
                .formatted(Parent.class.getName()))
            .satisfies((ex) -> assertThat(ex.attribute()).isEqualTo("children"))
            .satisfies((ex) -> assertThat(ex.getStackTrace()).isEmpty());
    }

    @Test
    void unloadedCollectionOfADetachedRowIsNull() {
        Parent parent = new Parent();
        parent.children = new PersistentBag<>();
        parent.date = new Date(3);

        Parent copy = this.detached.copy(parent);

        assertThat(copy.children).isNull();
        assertThat(copy.date).isEqualTo(new Date(3));
    }

    @Test
    void unloadedAttributeIsRefusedOrLeftOut() {
        Parent parent = new Parent();
        parent.text = "never to be read";
        parent.date = new Date(3);
        parent.number = 4;
        parent.unloaded = Set.of("text", "date");

        Parent copy = this.detached.copy(parent);

        assertThat(copy.text).isNull();
        assertThat(copy.date).isNull();
        assertThat(copy.number).isEqualTo(4);
        assertThatExceptionOfType(UnloadedAttributeException.class).isThrownBy(() -> this.strict.copy(parent));
    }

    @Test
    void loadedProxyIsCopiedAsWhatIsBehindIt() {
        Parent parent = new Parent();
        parent.favourite = new LoadedProxy(new Child("real"));

        Parent copy = this.strict.copy(parent);

        assertThat(copy.favourite).isExactlyInstanceOf(Child.class);
        assertThat(copy.favourite.name).isEqualTo("real");
    }

    static class Parent {

        transient Set<String> unloaded = Set.of();

        String text;

        int number;

        Date date;

        Child favourite;

        List<Child> children = new ArrayList<>();

        Set<String> names = new HashSet<>();

        Set<Child> friends = new HashSet<>();

    }

    static class Child {

        String name;

        Child() {
        }

        Child(String name) {
            this.name = name;
        }

    }

    static final class LoadedProxy extends Child {

        private final Child target;

        LoadedProxy(Child target) {
            this.target = target;
        }

    }

    private static final class LoadedSet<T> extends PersistentSet<T> {

        private static final long serialVersionUID = 1L;

        LoadedSet(T element) {
            this.set = new HashSet<>(Set.of(element));
            setInitialized();
        }

    }

}
