package io.nioshare.provider.linux.socket;

/**
 * Whether a receive that may wait is going to find something at once. If it isn't, waiting first saves a call, and costs
 * one if it is. So after an attempt that came too early some wait first, and the more of them the more often in a row
 * that happened.
 */
final class Expectation {

    private static final int MOST = 256;

    private int tooEarly;
    private int waitsLeft;

    /** Whether the present attempt, or else the last one, came without waiting and hasn't missed. */
    private boolean met;

    /** Before an attempt: whether it should wait first. */
    boolean waitFirst() {
        if (met) {
            tooEarly = 0;
        }
        met = waitsLeft == 0;
        if (!met) {
            waitsLeft--;
        }
        return !met;
    }

    /** The attempt found nothing. */
    void missed() {
        met = false;
        tooEarly = tooEarly == 0 ? 1 : Math.min(2 * tooEarly, MOST);
        waitsLeft = tooEarly;
    }
}
