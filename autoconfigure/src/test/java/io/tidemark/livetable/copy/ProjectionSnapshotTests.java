package io.tidemark.livetable.copy;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.data.projection.SpelAwareProxyProjectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProjectionSnapshotTests {

    private final RowCopiers copiers = RowCopiers.ofLoaded(List.of(), LoadState.LOADED);

    private final RowCopier<Summary> summaries = this.copiers.forType(Summary.class);

    private final Airport airport = new Airport("DFW", new ArrayList<>(List.of(new Runway("17C"), new Runway("35R"))));

    private final Summary row = new SpelAwareProxyProjectionFactory().createProjection(Summary.class, this.airport);

    @Test
    void snapshotHoldsTheValuesOfTheMoment() {
        Summary copy = this.summaries.copy(this.row);
        this.airport.setCode("changed");
        this.airport.getOpened().setTime(99);
        this.airport.getRunways().clear();

        assertThat(copy.getCode()).isEqualTo("DFW");
        assertThat(copy.getOpened()).isEqualTo(new Date(1));
        assertThat(copy.getRunways()).extracting(RunwayName::getName).containsExactly("17C", "35R");
        assertThat(this.row.getCode()).isEqualTo("changed");
    }

    @Test
    void defaultMethodWorksOnTheValues() {
        Summary copy = this.summaries.copy(this.row);
        this.airport.setCode("changed");

        assertThat(copy.title("!")).isEqualTo("DFW with 2 runways!");
    }

    @Test
    void changeOfACopyChangesNoOther() {
        Summary kept = this.summaries.copy(this.row);

        Summary first = this.summaries.copy(kept);
        first.getOpened().setTime(5);
        first.getRunways().clear();

        Summary second = this.summaries.copy(kept);
        assertThat(second.getOpened()).isEqualTo(new Date(1));
        assertThat(second.getRunways()).hasSize(2);
        assertThat(second).isEqualTo(kept).isNotEqualTo(first);
    }

    @Test
    void snapshotOfImmutableValuesIsShared() {
        RowCopier<RunwayName> names = this.copiers.forType(RunwayName.class);
        RunwayName kept = names.copy(this.row.getRunways().get(0));

        assertThat(names.copy(kept)).isSameAs(kept);
    }

    @Test
    void equalityFollowsTheValues() {
        Summary one = this.summaries.copy(this.row);
        Summary other = this.summaries.copy(this.row);
        this.airport.setCode("JFK");
        Summary changed = this.summaries.copy(this.row);

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(changed).isNotEqualTo("DFW");
        assertThat(one.equals(null)).isFalse();
        assertThat(this.copiers.forType(RunwayName.class).copy(this.row.getRunways().get(0)))
            .hasToString("RunwayName[getName=17C]");
    }

    @Test
    void interfaceWithOtherMethodsIsRefused() {
        assertThatExceptionOfType(NotCopyableException.class).isThrownBy(() -> this.copiers.forType(Command.class))
            .satisfies((ex) -> assertThat(ex.place()).endsWith("Command.run()"));
        assertThatExceptionOfType(NotCopyableException.class).isThrownBy(() -> this.copiers.forType(Streams.class))
            .satisfies((ex) -> assertThat(ex.place()).endsWith("Streams.getStream()"));
    }

    interface Summary {

        String getCode();

        Date getOpened();

        List<RunwayName> getRunways();

        default String title(String end) {
            return getCode() + " with " + getRunways().size() + " runways" + end;
        }

    }

    interface RunwayName {

        String getName();

    }

    interface Command {

        void run();

    }

    interface Streams {

        java.io.InputStream getStream();

    }

    public static final class Runway {

        private final String name;

        Runway(String name) {
            this.name = name;
        }

        public String getName() {
            return this.name;
        }

    }

    public static final class Airport {

        private String code;

        private final Date opened = new Date(1);

        private final List<Runway> runways;

        Airport(String code, List<Runway> runways) {
            this.code = code;
            this.runways = runways;
        }

        public String getCode() {
            return this.code;
        }

        public void setCode(String code) {
            this.code = code;
        }

        public Date getOpened() {
            return this.opened;
        }

        public List<Runway> getRunways() {
            return this.runways;
        }

    }

}
