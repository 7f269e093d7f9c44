package io.nioshare.harness.process;

import java.util.concurrent.atomic.AtomicLong;

/** Stands for an object that lives in a child. */
public final class RemoteObject<T> {

    private static final AtomicLong KEYS = new AtomicLong();

    private final ChildJvm child;
    private final long key;

    private RemoteObject(ChildJvm child, long key) {
        this.child = child;
        this.key = key;
    }

    static <T> RemoteObject<T> keep(ChildJvm child, RemoteTask<T> task) throws Exception {
        long key = KEYS.incrementAndGet();
        child.call(() -> Kept.put(key, task.run()));
        return new RemoteObject<>(child, key);
    }

    /** Runs a function on the object and waits for its result. */
    public <R> R call(RemoteFunction<? super T, R> function) throws Exception {
        return start(function).get();
    }

    /** Runs something on the object and waits for its end. */
    public void run(RemoteAction<? super T> action) throws Exception {
        call(subject -> {
            action.accept(subject);
            return true;
        });
    }

    /** Starts a function on the object, in a thread of its own. */
    public <R> RemoteCall<R> start(RemoteFunction<? super T, R> function) {
        long subject = key;
        return child.start(() -> function.apply(RemoteObject.<T>kept(subject)));
    }

    /** Closes the object. */
    public void close() throws Exception {
        run(subject -> ((AutoCloseable) subject).close());
    }

    /** Keeps what a function makes of the object. */
    public <R> RemoteObject<R> keep(RemoteFunction<? super T, R> function) throws Exception {
        long subject = key;
        return child.keep(() -> function.apply(RemoteObject.<T>kept(subject)));
    }

    /** The object itself; to be used inside a task for the same child, when that task needs two objects. */
    public RemoteTask<T> here() {
        long subject = key;
        return () -> kept(subject);
    }

    @SuppressWarnings("unchecked") // Under this key lies what keep() took from a RemoteTask<T>.
    private static <T> T kept(long key) {
        return (T) Kept.get(key);
    }
}
