package io.tidemark.livetable.repository.product;

import io.tidemark.livetable.repository.product.ProductFixture.Backend;

class NoneLiveRepositoryRaceTests extends LiveRepositoryRaceContract {

    NoneLiveRepositoryRaceTests() {
        super(Backend.NONE);
    }

}
