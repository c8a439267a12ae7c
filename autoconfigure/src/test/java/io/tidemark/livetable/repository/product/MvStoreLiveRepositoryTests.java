package io.tidemark.livetable.repository.product;

import io.tidemark.livetable.repository.product.ProductFixture.Backend;

class MvStoreLiveRepositoryTests extends LiveRepositoryContract {

    MvStoreLiveRepositoryTests() {
        super(Backend.MVSTORE);
    }

}
