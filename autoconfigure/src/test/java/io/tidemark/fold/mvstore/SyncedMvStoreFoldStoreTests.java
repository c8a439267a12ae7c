package io.tidemark.fold.mvstore;

import java.nio.file.Path;

import io.tidemark.fold.FoldStore;

import org.junit.jupiter.api.io.TempDir;

class SyncedMvStoreFoldStoreTests extends DurableFoldStoreContract {

    @TempDir
    Path directory;

    @Override
    protected FoldStore open() {
        return MvStoreFoldStore.open(MvStoreFoldSettings.in(directory.resolve("fold")).withSync(SyncPolicy.EVERY_BATCH));
    }

}
