package io.tidemark.livetable;

/**
 * Tells of writes that were not made through this application. Thread-safe.
 * <p>
 * A source that may have missed something says so with {@link ChangeSink#gap}: an unknown past is worse than a known
 * loss.
 */
public interface ChangeSource extends AutoCloseable {

    /** Returns the name, unique in the application. */
    String name();

    /** Whether the source tells of changes of {@code table}. */
    boolean covers(TableId table);

    /**
     * Whether the source tells only of what happens in this process, so that nothing can be missed while there is no
     * process. What an earlier one left in a cache on disk is then not void because of this source.
     */
    default boolean isLocal() {
        return false;
    }

    /**
     * Begins to tell. Until the source has said {@link ChangeSink#restored} for the first time it counts as lost.
     * Returns soon; may be called once.
     */
    void start(ChangeSink sink);

    /** Ends telling. No thread of the source is left when this returns. */
    @Override
    void close();

    /** What a source tells. Thread-safe; nothing thrown. */
    interface ChangeSink {

        /** A table that the source covers changed. */
        void changed(TableChange change);

        /** The source lost its connection or its place: anything may have changed. Saying it twice does no harm. */
        void gap(String reason);

        /** From now on the source tells of every change. What happened before is unknown. */
        void restored();

    }

}
