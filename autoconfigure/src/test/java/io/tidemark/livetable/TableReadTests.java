package io.tidemark.livetable;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TableReadTests {

    private final LiveTablesFixture fixture = new LiveTablesFixture();

    private final Products products = this.fixture.products;

    private final LiveTables tables = this.fixture.tables;

    @AfterEach
    void close() {
        this.fixture.close();
    }

    @Test
    void secondReadIsAHit() {
        List<String> first = this.fixture.read(this.products.list());
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);

        List<String> second = this.fixture.read(this.products.list());

        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
        assertThat(first).isEqualTo(second).containsExactly("Alpha", "Beta", "Gamma");
        assertThat(this.products.loads).hasValue(1);
        assertThat(this.fixture.statistics().hits()).isEqualTo(1);
        assertThat(this.fixture.statistics().misses()).isEqualTo(1);
        assertThat(this.fixture.statistics().puts()).isEqualTo(1);
    }

    @Test
    void pagesAndRowsHaveEntriesOfTheirOwn() {
        assertThat(this.fixture.read(this.products.page(0, 2))).containsExactly("Alpha", "Beta");
        assertThat(this.fixture.read(this.products.page(1, 2))).containsExactly("Gamma");
        assertThat(this.fixture.read(this.products.page(0, 3))).hasSize(3);
        assertThat(this.fixture.read(this.products.row("a"))).hasValue("Alpha");

        assertThat(this.fixture.cache.usage().entries()).isEqualTo(4);
    }

    @Test
    void absentRowIsNotKept() {
        assertThat(this.fixture.read(this.products.row("absent"))).isEmpty();
        assertThat(this.fixture.read(this.products.row("absent"))).isEmpty();

        assertThat(this.products.loads).hasValue(2);
        assertThat(this.fixture.cache.usage().entries()).isZero();
        assertThat(this.fixture.statistics().absentNotKept()).isEqualTo(2);
    }

    @Test
    void emptyListIsKept() {
        List.of("a", "b", "c").forEach(this.products::remove);

        assertThat(this.fixture.read(this.products.list())).isEmpty();
        assertThat(this.fixture.read(this.products.list())).isEmpty();

        assertThat(this.products.loads).hasValue(1);
    }

    @Test
    void failureOfTheSourceReachesTheReaderAndIsNotKept() {
        IOException failure = new IOException("down");
        this.products.failNextLoad(failure);

        assertThatThrownBy(() -> this.tables.read(this.products.list())).isSameAs(failure);

        assertThat(this.fixture.read(this.products.list())).hasSize(3);
        assertThat(this.products.loads).hasValue(2);
        assertThat(this.fixture.statistics().failedLoads()).isEqualTo(1);
        assertThat(this.tables.loadsInProgress()).isZero();
    }

    @Test
    void changedAnswerDoesNotChangeTheNext() {
        this.fixture.read(this.products.list());

        this.fixture.read(this.products.list()).clear();

        assertThat(this.fixture.read(this.products.list())).hasSize(3);
    }

    @Test
    @Tag("P2")
    void readerAfterAWriteSeesIt() {
        this.fixture.read(this.products.list());
        this.fixture.read(this.products.row("a"));

        this.fixture.write("a", "Aleph");

        assertThat(this.fixture.read(this.products.list())).contains("Aleph");
        assertThat(this.fixture.read(this.products.row("a"))).hasValue("Aleph");
        assertThat(this.products.loads).hasValue(4);
    }

}
