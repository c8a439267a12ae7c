package io.tidemark.fold;

class InMemoryFoldStoreTests extends FoldStoreContract {

    @Override
    protected FoldStore open() {
        return new InMemoryFoldStore();
    }

}
