package io.nioshare.provider.park;

/** A thread's use of a descriptor, which it suspends while it waits on a monitor. */
public interface SuspendableUse {

    /** From now on the descriptor may be released without waiting for this thread, perhaps by it in this call. */
    void suspend();

    /**
     * Ends what {@link #suspend} began.
     *
     * @return false when the descriptor is being released or gone: then the thread must not touch it any more
     */
    boolean resume();
}
