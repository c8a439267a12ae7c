package io.tidemark.projection;

import java.util.ArrayList;
import java.util.List;

/** Writes down what it is given. */
public final class RecordingSink implements EventSink<String> {

    public final List<RecordedEvent<String>> events = new ArrayList<>();

    public final List<String> seen = new ArrayList<>();

    @Override
    public void accept(RecordedEvent<String> event) {
        this.events.add(event);
        this.seen.add(event.sequence() + " " + event.type() + " " + event.data());
    }

    @Override
    public void gap() {
        this.seen.add("gap");
    }

}
