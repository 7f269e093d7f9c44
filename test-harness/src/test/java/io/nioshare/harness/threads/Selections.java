package io.nioshare.harness.threads;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A program with more virtual threads that select than there are carriers. */
public final class Selections {

    /** The last line of a run in which all was right. */
    static final String PASSED = "passed";

    private static final int SELECTING = 4;
    private static final int BRIEFLY = 200;
    private static final int LIMIT_SECONDS = 30;

    private Selections() {}

    /** A selection in a thread of its own. */
    private record Selection(Selector selector, FutureTask<Integer> count) {
        int end() throws Exception {
            return count.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    public static void main(String[] arguments) throws Exception {
        othersRun();
        aWakeupEndsIt();
        aTimeoutEndsIt();
        aCloseEndsIt();
        anInterruptEndsIt();
        dataIsSeen();
        aConnectThatBeginsMeanwhileIsSeen();
        System.out.println(PASSED);
        System.exit(0);
    }

    private static Selection select(Selector selector, long timeout) throws Exception {
        FutureTask<Integer> count = new FutureTask<>(() -> selector.select(timeout));
        Thread thread = VirtualThread.start(count);
        awaitWaiting(thread);
        Thread.sleep(BRIEFLY);
        require(!count.isDone(), "a selection ended early");
        return new Selection(selector, count);
    }

    private static void othersRun() throws Exception {
        List<Selection> selections = new ArrayList<>();
        for (int i = 0; i < SELECTING; i++) {
            selections.add(select(Selector.open(), 0));
        }
        CountDownLatch ran = new CountDownLatch(1);
        VirtualThread.start(ran::countDown);
        require(ran.await(LIMIT_SECONDS, TimeUnit.SECONDS), "no other virtual thread gets to run");
        for (Selection selection : selections) {
            VirtualThread.start(selection.selector()::wakeup);
            require(selection.end() == 0, "a wakeup is no event");
            selection.selector().close();
        }
    }

    private static void aWakeupEndsIt() throws Exception {
        try (Selector selector = Selector.open()) {
            selector.wakeup();
            FutureTask<Integer> afterwards = new FutureTask<>(selector::select);
            VirtualThread.start(afterwards);
            require(afterwards.get(LIMIT_SECONDS, TimeUnit.SECONDS) == 0, "an earlier wakeup ends the next selection");
        }
    }

    private static void aTimeoutEndsIt() throws Exception {
        try (Selector selector = Selector.open()) {
            long start = System.nanoTime();
            FutureTask<Integer> count = new FutureTask<>(() -> selector.select(BRIEFLY));
            VirtualThread.start(count);
            require(count.get(LIMIT_SECONDS, TimeUnit.SECONDS) == 0, "nothing was registered");
            require(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(BRIEFLY), "it ended early");
        }
    }

    private static void aCloseEndsIt() throws Exception {
        Selection selection = select(Selector.open(), 0);
        selection.selector().close();
        selection.end();
    }

    private static void anInterruptEndsIt() throws Exception {
        try (Selector selector = Selector.open()) {
            FutureTask<Boolean> interrupted = new FutureTask<>(() -> {
                selector.select();
                return Thread.currentThread().isInterrupted();
            });
            Thread thread = VirtualThread.start(interrupted);
            awaitWaiting(thread);
            thread.interrupt();
            require(interrupted.get(LIMIT_SECONDS, TimeUnit.SECONDS), "the interrupt was swallowed");
            require(selector.isOpen(), "an interrupt doesn't close a selector");
        }
    }

    private static void dataIsSeen() throws Exception {
        try (Selector selector = Selector.open();
                ServerSocketChannel listener = listen();
                SocketChannel near = SocketChannel.open(listener.getLocalAddress());
                SocketChannel far = listener.accept()) {
            near.configureBlocking(false);
            SelectionKey key = near.register(selector, SelectionKey.OP_READ);
            Selection selection = select(selector, 0);
            far.write(ByteBuffer.allocate(1));
            require(selection.end() == 1, "data is an event");
            require(selector.selectedKeys().contains(key) && key.isReadable(), "the key tells of it");
        }
    }

    private static void aConnectThatBeginsMeanwhileIsSeen() throws Exception {
        try (Selector selector = Selector.open();
                ServerSocketChannel listener = listen();
                SocketChannel near = SocketChannel.open()) {
            near.configureBlocking(false);
            near.register(selector, SelectionKey.OP_CONNECT);
            Selection selection = select(selector, 0);
            near.connect(listener.getLocalAddress());
            require(selection.end() == 1, "it is connected");
        }
    }

    private static void awaitWaiting(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            require(thread.isAlive(), "a selection ended early");
            Thread.sleep(1);
        }
    }

    private static ServerSocketChannel listen() throws Exception {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
