package io.tidemark.livetable.repository.product;

import io.tidemark.livetable.repository.product.ProductFixture.Backend;

class CaffeineLiveRepositoryRaceTests extends LiveRepositoryRaceContract {

    CaffeineLiveRepositoryRaceTests() {
        super(Backend.CAFFEINE);
    }

}
