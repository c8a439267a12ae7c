package io.tidemark.fold.nats;

import io.nats.client.Message;
import io.tidemark.fold.KvEntry;
import io.tidemark.fold.KvUpdate;
import io.tidemark.fold.Version;
import org.jspecify.annotations.Nullable;

/**
 * What messages of a bucket's stream mean. Clients write a deletion with the header {@code KV-Operation}, servers that
 * end an entry by its age with {@code Nats-Marker-Reason}.
 */
final class KvMessages {

    private static final String OPERATION = "KV-Operation";

    private static final String MARKER_REASON = "Nats-Marker-Reason";

    private static final byte[] EMPTY = {};

    private KvMessages() {
    }

    static KvUpdate update(String key, Message message) {
        Version version = Version.of(message.metaData().streamSequence());
        String operation = header(message, OPERATION);
        String reason = header(message, MARKER_REASON);
        if ("DEL".equals(operation) || "Remove".equals(reason)) {
            return new KvUpdate.Delete(key, version);
        }
        if ("PURGE".equals(operation) || "MaxAge".equals(reason) || "Purge".equals(reason)) {
            return new KvUpdate.Purge(key, version);
        }
        byte[] value = message.getData();
        return new KvUpdate.Put(new KvEntry(key, value == null ? EMPTY : value, version));
    }

    /** Whether a key is one in any encoding: not all that a subject can be survives the way to a client. */
    static boolean isUsable(String key) {
        return key.chars().allMatch(each -> each > ' ' && each < 127);
    }

    private static @Nullable String header(Message message, String name) {
        return message.getHeaders() == null ? null : message.getHeaders().getFirst(name);
    }

}
