package io.nioshare.harness.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A task that runs in a child. */
public final class RemoteCall<R> {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ChildJvm child;
    private final long id;
    private final CompletableFuture<Object> answer = new CompletableFuture<>();

    RemoteCall(ChildJvm child, long id) {
        this.child = child;
        this.id = id;
    }

    /** The result; what the task threw is thrown here. */
    public R get() throws Exception {
        return get(LIMIT);
    }

    /** The result; an {@link AssertionError} with the child's stacks when it doesn't come in time. */
    @SuppressWarnings("unchecked") // The answer is what the RemoteTask<R> returned.
    public R get(Duration limit) throws Exception {
        try {
            return (R) answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "no answer from " + child + " within " + limit.toSeconds() + " s\n" + child.stacks(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw new AssertionError("in " + child, e.getCause());
        }
    }

    public boolean isDone() {
        return answer.isDone();
    }

    /** Returns when the task waits inside the system. */
    public RemoteCall<R> awaitNativeWait() throws Exception {
        long awaited = id;
        child.call(() -> ChildMain.awaitNativeWait(awaited));
        return this;
    }

    /** Interrupts the thread that runs the task, if it still does. */
    public void interrupt() {
        child.interrupt(id);
    }

    void complete(Object result) {
        answer.complete(result);
    }

    void fail(Throwable failure) {
        answer.completeExceptionally(failure);
    }
}
