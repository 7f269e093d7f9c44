package io.nioshare.provider.windows.share;

import io.nioshare.ShareException;
import io.nioshare.TargetProcessException;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.Processes;

/**
 * The process that a socket is exported to. While this is open its id can't be given to another process. Exporting to
 * a process that has ended may look like a success and yield a worthless token, so it is asked whether it lives.
 */
final class TargetProcess implements AutoCloseable {

    private static final long MAX_PID = 0xffff_ffffL;
    private static final int ERROR_INVALID_PARAMETER = 87;

    private final long pid;
    private final long handle;

    private TargetProcess(long pid, long handle) {
        this.pid = pid;
        this.handle = handle;
    }

    static TargetProcess open(long pid) throws ShareException {
        if (pid <= 0 || pid > MAX_PID) {
            throw ShareErrors.opening(pid, "OpenProcess", ERROR_INVALID_PARAMETER);
        }
        long handle = Processes.open((int) pid);
        if (handle == 0) {
            throw ShareErrors.opening(pid, "OpenProcess", LastError.get());
        }
        return new TargetProcess(pid, handle);
    }

    void ensureAlive() throws TargetProcessException {
        if (!Processes.isAlive(handle)) {
            throw ShareErrors.ended(pid);
        }
    }

    /** A FILETIME. */
    long startTime() throws ShareException {
        long time = Processes.startTime(handle);
        if (time == 0) {
            throw ShareErrors.opening(pid, "GetProcessTimes", LastError.get());
        }
        return time;
    }

    @Override
    public void close() {
        Processes.close(handle);
    }
}
