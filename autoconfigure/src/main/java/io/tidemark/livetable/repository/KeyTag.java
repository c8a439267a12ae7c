package io.tidemark.livetable.repository;

/** What a value begins with, so that values of two types never have the same bytes. None is zero. */
final class KeyTag {

    static final int END = 1;
    static final int NULL = 2;
    static final int STRING = 3;
    static final int LONG = 4;
    static final int INTEGER = 5;
    static final int UNPAGED = 6;
    static final int PAGE = 7;
    static final int SORT = 8;
    static final int ORDER = 9;
    static final int TRUE = 11;
    static final int FALSE = 12;
    static final int UUID = 13;
    static final int ENUM = 14;
    static final int UNLIMITED = 15;
    static final int LIMIT = 16;
    static final int OFFSET = 17;
    static final int CLASS = 18;
    static final int BYTES = 19;
    static final int DOUBLE = 20;
    static final int TEXT = 21;
    static final int LIST = 22;
    static final int SET = 23;
    static final int OPTIONAL = 24;
    static final int RANGE = 25;
    static final int EXAMPLE = 26;
    static final int RECORD = 27;
    static final int KEYSET = 28;
    static final int BEAN = 29;

    private KeyTag() {
    }

}
