package io.tidemark.fold.mvstore;

import java.util.List;

import io.tidemark.fold.Cursor;
import io.tidemark.fold.FoldCondition;
import io.tidemark.fold.FoldFixture;
import io.tidemark.fold.FoldStoreContract;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.SourceIdentity;
import io.tidemark.fold.Version;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static io.tidemark.fold.FoldFixture.FOLDED;
import static io.tidemark.fold.FoldFixture.HISTORY;
import static io.tidemark.fold.FoldFixture.content;
import static io.tidemark.fold.FoldFixture.cursor;
import static io.tidemark.fold.FoldFixture.fold;
import static io.tidemark.fold.FoldFixture.put;
import static org.assertj.core.api.Assertions.assertThat;

/** What every store of folds does that outlives its process. */
@Tag("P11")
abstract class DurableFoldStoreContract extends FoldStoreContract {

    @Test
    @Tag("P7")
    void closedStoreHasEverythingWhenItIsOpenedAgain() {
        fold(store, 1, 7);

        reopen();

        assertThat(store.cursor()).isEqualTo(cursor(7));
        assertThat(content(store)).isEqualTo(FOLDED);
        assertThat(store.get("svc.x").version()).isEqualTo(Version.of(3));
        assertThat(store.usage().condition()).isEqualTo(FoldCondition.SOUND);
    }

    @Test
    @Tag("P7")
    void foldGoesOnWhereItEnded() {
        fold(store, 1, 3);
        reopen();
        assertThat(store.cursor()).isEqualTo(cursor(3));

        fold(store, 4, 7);
        reopen();

        assertThat(store.cursor()).isEqualTo(cursor(7));
        assertThat(content(store)).isEqualTo(FOLDED);
    }

    @Test
    void repeatedTailAfterReopeningChangesNothing() {
        fold(store, 1, 7);
        reopen();

        store.apply(HISTORY.subList(5, 7), cursor(7));

        assertThat(content(store)).isEqualTo(FOLDED);
    }

    @Test
    void whatIsEmptyIsThereWhenItIsOpenedAgain() {
        store.apply(List.of(put("lock", "", 1), put("a", "1", 2), new KvUpdate.Purge("a", Version.of(3))), cursor(3));
        store.apply(List.of(), cursor(42));

        reopen();

        assertThat(content(store)).containsOnlyKeys("lock");
        assertThat(store.get("lock").value()).isEmpty();
        assertThat(store.cursor()).isEqualTo(cursor(42));
    }

    @Test
    void cursorThatIsNullStaysNull() {
        fold(store, 1, 3);
        store.apply(List.of(), null);

        reopen();

        assertThat(store.cursor()).isNull();
        assertThat(store.range("")).hasSize(3);
    }

    @Test
    void cursorHasItsSource() {
        SourceIdentity other = new SourceIdentity("b\u00fccket", FoldFixture.SOURCE.createdAt().plusNanos(1), List.of());
        store.apply(List.of(), new Cursor(other, Version.ofBytes(new byte[] { 7 })));

        reopen();

        assertThat(store.cursor()).isEqualTo(new Cursor(other, Version.ofBytes(new byte[] { 7 })));
        assertThat(store.cursor().source()).isNotEqualTo(FoldFixture.SOURCE);
    }

    @Test
    void compactedStoreIsTheSameWhenItIsOpenedAgain() {
        fold(store, 1, 7);
        store.compact();
        reopen();
        assertThat(content(store)).isEqualTo(FOLDED);

        store.compact();
        reopen();

        assertThat(content(store)).isEqualTo(FOLDED);
        assertThat(store.cursor()).isEqualTo(cursor(7));
    }

    @Test
    void purgedAndDeletedKeysStayAwayWhenItIsOpenedAgain() {
        fold(store, 1, 7);
        store.apply(List.of(new KvUpdate.Purge("svc.y", Version.of(8)), FoldFixture.delete("svc.x", 9)), cursor(9));

        reopen();

        assertThat(content(store)).containsOnlyKeys("node.a", "node.c");
        assertThat(store.cursor()).isEqualTo(cursor(9));
    }

    @Test
    void resetStoreIsEmptyWhenItIsOpenedAgain() {
        fold(store, 1, 7);
        store.reset();

        reopen();

        assertThat(store.cursor()).isNull();
        assertThat(store.range("")).isEmpty();
    }

    private void reopen() {
        store.close();
        store = open();
    }

}
