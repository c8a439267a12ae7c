package io.tidemark.livetable.model;

import java.util.List;
import java.util.Optional;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;

/** The two tables through the repositories of one library, and whatever else of it reads or writes them. */
interface ModelRows {

    Optional<Row> find(ModelTable table, long id);

    boolean exists(ModelTable table, long id);

    long count(ModelTable table, String area);

    List<Row> list(ModelTable table, String area);

    Page<Row> page(ModelTable table, String area, Pageable pageable);

    long flightsAtGates();

    void insert(ModelTable table, Row row);

    /** Updates a row that is there, by one of the {@link #ways}. */
    void update(ModelTable table, Row row, int way);

    /** Deletes a row that is there, by one of the {@link #ways}. */
    void delete(ModelTable table, Row row, int way);

    /** Returns how many ways there are to update and to delete. */
    int ways();

    /** Sends to the database what was written. */
    void flush();

    /** Whether what is read twice in a transaction or a request may be of two times, or of a time between. */
    boolean keepsRows();

    /** Runs {@code action} with what the library binds to a thread for the length of a request. */
    void inRequest(Runnable action);

}
