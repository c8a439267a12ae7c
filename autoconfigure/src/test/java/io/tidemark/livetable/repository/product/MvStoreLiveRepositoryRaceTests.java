package io.tidemark.livetable.repository.product;

import io.tidemark.livetable.repository.product.ProductFixture.Backend;

class MvStoreLiveRepositoryRaceTests extends LiveRepositoryRaceContract {

    MvStoreLiveRepositoryRaceTests() {
        super(Backend.MVSTORE);
    }

}
