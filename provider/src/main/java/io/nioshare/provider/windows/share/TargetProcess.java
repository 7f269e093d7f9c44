package io.nioshare.provider.windows.share;

import io.nioshare.ShareException;
import io.nioshare.provider.windows.jna.LastError;
import io.nioshare.provider.windows.jna.Processes;

/** A process that sockets are exported to. While this is open its id can't be given to another process. */
final class TargetProcess {

    private static final long MAX_PID = 0xffff_ffffL;
    private static final int ERROR_INVALID_PARAMETER = 87;

    private final long pid;
    private final long handle;
    private final long startTime;

    private TargetProcess(long pid, long handle, long startTime) {
        this.pid = pid;
        this.handle = handle;
        this.startTime = startTime;
    }

    static TargetProcess open(long pid) throws ShareException {
        if (pid <= 0 || pid > MAX_PID) {
            throw ShareErrors.opening(pid, "OpenProcess", ERROR_INVALID_PARAMETER);
        }
        long handle = Processes.open((int) pid);
        if (handle == 0) {
            throw ShareErrors.opening(pid, "OpenProcess", LastError.get());
        }
        boolean done = false;
        try {
            if (Processes.id(handle) != (int) pid) {
                // Windows opens a process by the three numbers that follow its id, too.
                throw ShareErrors.opening(pid, "OpenProcess", ERROR_INVALID_PARAMETER);
            }
            if (!Processes.isAlive(handle)) {
                throw ShareErrors.ended(pid);
            }
            long startTime = Processes.startTime(handle);
            if (startTime == 0) {
                throw ShareErrors.opening(pid, "GetProcessTimes", LastError.get());
            }
            done = true;
            return new TargetProcess(pid, handle, startTime);
        } finally {
            if (!done) {
                Processes.close(handle);
            }
        }
    }

    long pid() {
        return pid;
    }

    /** A FILETIME. */
    long startTime() {
        return startTime;
    }

    boolean isAlive() {
        return Processes.isAlive(handle);
    }

    void close() {
        Processes.close(handle);
    }
}
