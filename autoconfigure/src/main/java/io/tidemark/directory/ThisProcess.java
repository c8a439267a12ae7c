package io.tidemark.directory;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What belongs to the process and not to one application context: the only static state of the project. File locks are
 * the process's, and two contexts of it (a test context cache, a parent and a child) have no other place in common.
 */
final class ThisProcess {

    /** The stores that are open, by directory. */
    static final ConcurrentMap<Path, SharedStores.OpenStore> STORES = new ConcurrentHashMap<>();

    /** The lock files that are locked; guarded by this class. */
    static final Set<Path> LOCKED = new HashSet<>();

    /** Channels to lock files that this process has locked by another class loader; guarded by this class. */
    static final Map<Path, FileChannel> OVERLAPPING = new HashMap<>();

    private ThisProcess() {
    }

}
