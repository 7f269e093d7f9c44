package io.nioshare.harness.demo.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One selector, one thread: channels that are ready are served, and tasks of other threads are done in between. */
final class EventLoop implements Closeable {
    private final Selector selector = Selector.open();
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private boolean stopped;

    EventLoop() throws IOException {}

    /** What another thread wants done. */
    interface Task {
        void run() throws IOException;
    }

    /** What a channel does when it is ready. */
    interface Handler {
        void ready() throws IOException;
    }

    SelectionKey register(SelectableChannel channel, int operations, Handler handler) throws ClosedChannelException {
        return channel.register(selector, operations, handler);
    }

    /** May be called by any thread. */
    void submit(Task task) {
        tasks.add(task);
        selector.wakeup();
    }

    void run() throws IOException {
        while (!stopped) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                // The one before it may have closed it.
                if (key.isValid()) {
                    ((Handler) key.attachment()).ready();
                }
            }
            selector.selectedKeys().clear();
            for (Task task = tasks.poll(); task != null && !stopped; task = tasks.poll()) {
                task.run();
            }
        }
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
