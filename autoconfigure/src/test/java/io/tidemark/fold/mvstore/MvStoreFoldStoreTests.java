package io.tidemark.fold.mvstore;

import java.nio.file.Files;
import java.nio.file.Path;

import io.tidemark.fold.FoldFixture;
import io.tidemark.fold.FoldStore;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MvStoreFoldStoreTests extends DurableFoldStoreContract {

    @TempDir
    Path directory;

    @Override
    protected FoldStore open() {
        return MvStoreFoldStore.open(MvStoreFoldSettings.in(directory.resolve("fold")).withSync(SyncPolicy.ON_DEMAND));
    }

    @Test
    @Tag("P7")
    void foldIsOnlyWhatTheHistorySaysHoweverOftenItsFilesAreDeleted() throws Exception {
        FoldFixture.fold(store, 1, 4);
        store.close();
        for (Path file : FoldDirectories.files(directory.resolve("fold"))) {
            Files.delete(file);
        }

        store = open();

        assertThat(store.cursor()).isNull();
        FoldFixture.fold(store, 1, 7);
        assertThat(FoldFixture.content(store)).isEqualTo(FoldFixture.FOLDED);
        assertThat(store.cursor()).isEqualTo(FoldFixture.cursor(7));
    }

}
