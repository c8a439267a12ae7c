package io.tidemark.sample;

/** Says which field of a request is wrong. */
class InvalidFieldException extends RuntimeException {

    private final String field;

    InvalidFieldException(String field, String problem) {
        super(field + " " + problem);
        this.field = field;
    }

    String field() {
        return this.field;
    }

}
