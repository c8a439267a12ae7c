package io.tidemark.livetable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tidemark.key.KeyPath;

import org.jspecify.annotations.Nullable;

/**
 * One read of a live table: its key, what it depends on, and how it is answered by the source.
 *
 * @param <T> what the repository returns
 */
public interface TableRead<T extends @Nullable Object> {

    /** Returns the table under which the answer is kept. */
    TableId table();

    /** Returns the key of the answer, which starts with the path of {@link #table()}. */
    KeyPath key();

    /**
     * Returns the paths whose change ends the answer: that of the table, or of the scope in it, and those of all other
     * tables that the read looks at. The list is the same object for every call of one method where it can be.
     */
    List<KeyPath> dependencies();

    /** Asks the source. What it throws reaches the reader as it is. */
    T load() throws Throwable;

    /**
     * Returns what may be kept of an answer, as copies if the rows are mutable; null if nothing may be kept. Called
     * before the answer is returned to the reader.
     */
    @Nullable Rows toRows(T answer);

    /**
     * Returns what is kept of an answer, each under its key: {@code rows} under that of the read, unless the read is
     * answered from the keys of others. All of it depends on what the read depends on.
     */
    default Map<KeyPath, Rows> kept(Rows rows) {
        return Map.of(key(), rows);
    }

    /** Returns why {@link #toRows} said of the last answer that nothing may be kept. */
    default BypassReason reasonNotKept() {
        return BypassReason.NOT_COPYABLE;
    }

    /**
     * Whether {@code answer} says that a single row is not there. Such answers are kept only where the table has a time
     * for them. An empty list or page says more and is kept like any other.
     */
    default boolean isAbsent(T answer) {
        return answer == null || (answer instanceof Optional<?> optional && optional.isEmpty());
    }

    /**
     * Whether {@link #load()} gives the same on any thread, so that a stale answer may be served while another thread
     * loads. Not so if the load takes a tenant or a user from its thread.
     */
    default boolean loadsOnAnyThread() {
        return false;
    }

    /** Returns an answer that the reader may change without harm to {@code rows}. */
    T toAnswer(Rows rows);

}
