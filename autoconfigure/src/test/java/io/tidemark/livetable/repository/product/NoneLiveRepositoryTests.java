package io.tidemark.livetable.repository.product;

import io.tidemark.livetable.repository.product.ProductFixture.Backend;

class NoneLiveRepositoryTests extends LiveRepositoryContract {

    NoneLiveRepositoryTests() {
        super(Backend.NONE);
    }

}
