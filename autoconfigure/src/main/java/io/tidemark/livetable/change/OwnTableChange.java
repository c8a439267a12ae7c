package io.tidemark.livetable.change;

import io.tidemark.livetable.TableChange;

import org.springframework.context.PayloadApplicationEvent;

/**
 * A change that live tables know of already, published for listeners of the application. A listener of
 * {@link TableChange} gets it like one that the application publishes; {@link ApplicationEventChangeSource} does not take
 * it for news.
 *
 * @param <T> the kind of change
 */
public final class OwnTableChange<T extends TableChange> extends PayloadApplicationEvent<T> {

    private static final long serialVersionUID = 1L;

    /** Creates the event of a change that {@code source} told of. */
    public OwnTableChange(Object source, T change) {
        super(source, change);
    }

}
