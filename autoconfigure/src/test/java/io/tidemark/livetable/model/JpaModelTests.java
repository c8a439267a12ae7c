package io.tidemark.livetable.model;

class JpaModelTests extends AbstractModelTests {

    JpaModelTests() {
        super(JpaModelApplication.class);
    }

}
