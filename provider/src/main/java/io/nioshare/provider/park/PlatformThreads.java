package io.nioshare.provider.park;

import io.nioshare.provider.security.Privileged;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs for a virtual thread what waits in the kernel, so that others can run meanwhile. */
public final class PlatformThreads {

    private static final int IDLE_SECONDS = 10;

    private static final ExecutorService THREADS = pool("nio-share-waiting", 0);

    private PlatformThreads() {}

    /** As many daemon threads of this name as there are tasks at once, for a while; so many of them stay. */
    static ThreadPoolExecutor pool(String name, int staying) {
        return new ThreadPoolExecutor(
                staying,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> Privileged.daemon(task, name));
    }

    /** What waits. */
    public interface Call {
        void run() throws IOException;
    }

    /**
     * Returns when the call has. An interrupt doesn't end it, and is seen again afterwards. Without a thread to be had the
     * calling one makes the call.
     *
     * @throws IOException if the call does
     */
    public static void run(Call call) throws IOException {
        Run run = new Run(call);
        try {
            THREADS.execute(run);
        } catch (OutOfMemoryError noThread) {
            call.run();
            return;
        }
        run.await();
    }

    /**
     * The caller waits on the monitor of this, not by parking, since it may hold other monitors: before JDK 24 such a thread
     * keeps its carrier, but for one that waits on a monitor the JDK starts another carrier.
     */
    private static final class Run implements Runnable {
        private final Call call;
        private boolean done;
        private Throwable failure;

        Run(Call call) {
            this.call = call;
        }

        @Override
        public void run() {
            Throwable thrown = null;
            try {
                call.run();
            } catch (Throwable e) {
                thrown = e;
            }
            synchronized (this) {
                failure = thrown;
                done = true;
                notifyAll();
            }
        }

        void await() throws IOException {
            boolean interrupted = false;
            synchronized (this) {
                while (!done) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }
}
