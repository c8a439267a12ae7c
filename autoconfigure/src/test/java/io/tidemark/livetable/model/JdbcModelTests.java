package io.tidemark.livetable.model;

class JdbcModelTests extends AbstractModelTests {

    JdbcModelTests() {
        super(JdbcModelApplication.class);
    }

}
