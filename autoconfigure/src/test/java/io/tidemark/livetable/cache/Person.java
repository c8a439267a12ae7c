package io.tidemark.livetable.cache;

record Person(String id, String name) {
}
