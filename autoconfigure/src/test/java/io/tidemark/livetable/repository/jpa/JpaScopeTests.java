package io.tidemark.livetable.repository.jpa;

import java.util.List;
import java.util.function.Supplier;

import io.tidemark.livetable.BypassReason;
import io.tidemark.livetable.LiveTable;
import io.tidemark.livetable.LiveTables;
import io.tidemark.livetable.ReadOutcome;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows of tenants, with a scope that tells them apart. */
class JpaScopeTests {

    private static AnnotationConfigApplicationContext context;

    private BookingRepository bookings;

    private NoteRepository notes;

    private LiveTables tables;

    @BeforeAll
    static void start() {
        context = JpaContexts.start(List.of(Booking.class, Note.class),
                List.of(BookingRepository.class, NoteRepository.class),
                more -> more.registerBean(ThreadTenant.class));
    }

    @AfterAll
    static void end() {
        context.close();
    }

    @BeforeEach
    void fill() {
        this.bookings = context.getBean(BookingRepository.class);
        this.notes = context.getBean(NoteRepository.class);
        this.tables = context.getBean(LiveTables.class);
        for (String tenant : List.of("a", "b")) {
            of(tenant, () -> {
                this.bookings.deleteAll();
                this.notes.deleteAll();
                this.bookings.save(new Booking(tenant + "1", "of " + tenant));
                return this.notes.save(new Note(tenant + "1", "of " + tenant));
            });
        }
        this.tables.invalidateAll();
    }

    @Test
    @Tag("P2")
    void eachScopeHasItsOwnAnswers() {
        for (int i = 0; i < 2; i++) {
            assertThat(bookingsOf("a")).extracting(Booking::getName).containsExactly("of a");
            assertThat(bookingsOf("b")).extracting(Booking::getName).containsExactly("of b");
        }
        assertHit("a", this.bookings::findAll);
        assertHit("b", this.bookings::findAll);
    }

    @Test
    @Tag("P2")
    void writeInAnIsolatedScopeLeavesTheOthers() {
        bookingsOf("a");
        bookingsOf("b");

        of("a", () -> this.bookings.save(new Booking("a2", "more of a")));

        assertThat(bookingsOf("a")).hasSize(2);
        assertHit("b", this.bookings::findAll);
    }

    @Test
    @Tag("P1")
    void writeInAnIsolatedScopeEndsReadsOfOtherTablesInThatScope() {
        assertThat(of("a", () -> this.notes.countBookings())).isEqualTo(1);
        assertThat(of("b", () -> this.notes.countBookings())).isEqualTo(1);

        of("a", () -> this.bookings.save(new Booking("a2", "more of a")));

        assertThat(of("a", () -> this.notes.countBookings())).isEqualTo(2);
        assertHit("b", () -> this.notes.countBookings());
    }

    @Test
    @Tag("P2")
    void writeWithoutScopeEndsWhatAllScopesHave() {
        bookingsOf("a");

        of(null, () -> this.bookings.save(new Booking("n1", "of nobody")));

        bookingsOf("a");
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.MISS);
    }

    @Test
    @Tag("P1")
    void writeInAScopeThatIsNotIsolatedEndsAllOfTheTable() {
        assertThat(notesOf("a")).hasSize(1);

        of("b", () -> this.notes.save(new Note("b2", "more of b")));

        assertThat(notesOf("a")).hasSize(2);
    }

    @Test
    void readWithoutScopePassesTheCacheBy() {
        bookingsOf(null);

        assertThat(this.tables.lastBypassReason()).isEqualTo(BypassReason.ARGUMENT);
    }

    private List<Booking> bookingsOf(@Nullable String tenant) {
        return of(tenant, () -> this.bookings.findAll());
    }

    private List<Note> notesOf(@Nullable String tenant) {
        return of(tenant, () -> this.notes.findAll());
    }

    private void assertHit(String tenant, Supplier<?> read) {
        of(tenant, read);
        assertThat(this.tables.lastOutcome()).isEqualTo(ReadOutcome.HIT);
    }

    private static <T> T of(@Nullable String tenant, Supplier<T> action) {
        return ThreadTenant.of(tenant, action);
    }

    @LiveTable(scopeIsolated = true)
    interface BookingRepository extends JpaRepository<Booking, String> {
    }

    @LiveTable
    interface NoteRepository extends JpaRepository<Note, String> {

        @Query("select count(b) from Booking b")
        long countBookings();

    }

    @Entity(name = "Booking")
    static class Booking {

        @Id
        private String id = "";

        @TenantId
        private String tenant;

        private String name = "";

        protected Booking() {
        }

        Booking(String id, String name) {
            this.id = id;
            this.name = name;
        }

        String getName() {
            return this.name;
        }

    }

    @Entity(name = "Note")
    static class Note {

        @Id
        private String id = "";

        private String text = "";

        protected Note() {
        }

        Note(String id, String text) {
            this.id = id;
            this.text = text;
        }

    }

}
