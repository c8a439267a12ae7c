package io.tidemark.journal;

/** When a change counts as acknowledged, and what of the acknowledged a power failure can take. */
public enum FsyncPolicy {

    /** A change is acknowledged when it was forced to the storage device. A power failure takes nothing. */
    ALWAYS,

    /**
     * A change is acknowledged when the operating system has it, and forced at the next interval. The end of the process
     * takes nothing, a power failure what is younger than the interval and the time that forcing takes.
     */
    INTERVAL,

    /**
     * A change is acknowledged when the operating system has it, and forced by a snapshot, a {@link Journal#sync()} or the
     * end. The end of the process takes nothing, a power failure what came after those and the operating system had not yet
     * written.
     */
    OS

}
