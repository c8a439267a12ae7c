package io.tidemark.fold.autoconfigure;

import io.tidemark.fold.FoldStore;

/** Opens stores on disk. Absent if their library is. */
@FunctionalInterface
interface FoldStoreOpener {

    FoldStore open(String fold, FollowedFoldProperties.Mvstore settings);

}
