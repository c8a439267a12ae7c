package io.tidemark.fold.nats;

import io.nats.client.Message;

/** What those who wait for updates find in their queue. */
sealed interface Arrival {

    /** A message for a lane. */
    record Received(PullLane lane, Message message) implements Arrival {
    }

    /** Nothing will come any more. */
    record Lost(String reason) implements Arrival {
    }

    /** Somebody wants the waiting to end. */
    record WakeUp() implements Arrival {
    }

}
