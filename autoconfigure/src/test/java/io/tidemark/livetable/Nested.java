package io.tidemark.livetable;

import java.util.List;

import io.tidemark.key.KeyPath;
import io.tidemark.livetable.Products.Barrier;

/** A read whose load reads another key. */
final class Nested implements TableRead<List<String>> {

    private final LiveTablesFixture fixture;

    private final String name;

    private final String inner;

    private final Barrier held;

    Nested(LiveTablesFixture fixture, String name, String inner, Barrier held) {
        this.fixture = fixture;
        this.name = name;
        this.inner = inner;
        this.held = held;
    }

    @Override
    public TableId table() {
        return Products.TABLE;
    }

    @Override
    public KeyPath key() {
        return Products.TABLE.path().child(this.name);
    }

    @Override
    public List<KeyPath> dependencies() {
        return List.of(Products.TABLE.path());
    }

    @Override
    public List<String> load() throws InterruptedException {
        this.held.pass();
        return List.of(this.name, this.fixture.read(new Leaf(this.inner)).get(0));
    }

    @Override
    public Rows toRows(List<String> answer) {
        return new Rows(answer, -1, false);
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<String> toAnswer(Rows rows) {
        return (List<String>) rows.values();
    }

    private record Leaf(String name) implements TableRead<List<String>> {

        @Override
        public TableId table() {
            return Products.TABLE;
        }

        @Override
        public KeyPath key() {
            return Products.TABLE.path().child(this.name);
        }

        @Override
        public List<KeyPath> dependencies() {
            return List.of(Products.TABLE.path());
        }

        @Override
        public List<String> load() {
            return List.of(this.name);
        }

        @Override
        public Rows toRows(List<String> answer) {
            return new Rows(answer, -1, false);
        }

        @Override
        @SuppressWarnings("unchecked")
        public List<String> toAnswer(Rows rows) {
            return (List<String>) rows.values();
        }

    }

}
