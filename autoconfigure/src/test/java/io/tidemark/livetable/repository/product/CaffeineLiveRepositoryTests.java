package io.tidemark.livetable.repository.product;

import io.tidemark.livetable.repository.product.ProductFixture.Backend;

class CaffeineLiveRepositoryTests extends LiveRepositoryContract {

    CaffeineLiveRepositoryTests() {
        super(Backend.CAFFEINE);
    }

}
