package io.nioshare.harness.threads;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A program with a virtual thread for each of many connections, each of which waits in a read most of its life. */
public final class BlockedReads {

    /** The last line of a run in which all was right. */
    static final String PASSED = "passed";

    static final int CONNECTIONS = 10_000;

    private static final int WARM_UP_ROUNDS = 10;
    private static final int BACKLOG = 4_000;
    private static final int CHECK_MILLIS = 100;
    private static final int LIMIT_SECONDS = 60;

    /** Far fewer than connections, and more than the JVM has for itself. */
    private static final int MOST_PLATFORM_THREADS = 60;

    private static final String PINNED = "jdk.VirtualThreadPinned";

    private final CountDownLatch ended = new CountDownLatch(CONNECTIONS);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private BlockedReads() {}

    /** Where a file for what was recorded may be made. The port is what it prints first. */
    public static void main(String[] arguments) throws Exception {
        warmUp();
        try (Recording recording = new Recording()) {
            recording.enable(PINNED).withoutThreshold().withStackTrace();
            recording.start();
            new BlockedReads().run();
            VirtualThread.start(() -> require(Pinning.DONE, "it pauses")).join();
            recording.stop();
            check(Path.of(arguments[0]), recording);
        }
        System.out.println(PASSED);
        System.exit(0);
    }

    /** A thread that loads a class, or waits for another one that does, is pinned for as long: not what is looked for. */
    private static void warmUp() throws Exception {
        BlockedReads first = new BlockedReads();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress("127.0.0.77", 0));
            SocketChannel near = SocketChannel.open(listener.getLocalAddress());
            SocketChannel far = listener.accept();
            Thread thread = VirtualThread.start(() -> first.echo(far));
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                while (thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                near.write(ByteBuffer.allocate(1));
                near.read(ByteBuffer.allocate(1));
            }
            near.close();
            thread.join();
        }
        carriersAreFree();
    }

    private void run() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            // An address of this program's own: so many ports of the usual one would be missed by others.
            listener.bind(new InetSocketAddress("127.0.0.77", 0), BACKLOG);
            System.out.println(listener.socket().getLocalPort());
            for (int i = 0; i < CONNECTIONS; i++) {
                SocketChannel channel = listener.accept();
                VirtualThread.start(() -> echo(channel));
            }
        }
        while (!ended.await(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
            carriersAreFree();
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            require(threads < MOST_PLATFORM_THREADS, threads + " threads of the system's");
        }
        require(failure.get() == null, "a thread failed with " + failure.get());
    }

    private void echo(SocketChannel connection) {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        try (SocketChannel channel = connection) {
            while (channel.read(buffer.clear()) >= 0) {
                channel.write(buffer.flip());
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        } finally {
            ended.countDown();
        }
    }

    /** A thread that waits for nothing gets to run, however many wait for data. */
    private static void carriersAreFree() throws Exception {
        Thread thread = VirtualThread.start(() -> {});
        thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        require(!thread.isAlive(), "a thread with nothing to wait for doesn't get to run");
    }

    private static void check(Path file, Recording recording) throws Exception {
        recording.dump(file);
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(PINNED))
                // Before JDK 24 a close holds a monitor of the JDK's, and for a moment its carrier, where it meets
                // another.
                .filter(event -> !isIn(event, AbstractInterruptibleChannel.class))
                .toList();
        List<RecordedEvent> meant =
                events.stream().filter(event -> isIn(event, Pinning.class)).toList();
        Files.delete(file);
        require(!meant.isEmpty(), "the recording doesn't show a thread that was pinned on purpose");
        require(events.size() == meant.size(), "carriers were pinned: " + events);
    }

    private static boolean isIn(RecordedEvent event, Class<?> type) {
        return event.getStackTrace().getFrames().stream()
                .anyMatch(frame -> frame.getMethod().getType().getName().equals(type.getName()));
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    /** A thread that waits in a class's initializer keeps its carrier. */
    private static final class Pinning {
        static final boolean DONE = pause();

        private static boolean pause() {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            return true;
        }
    }
}
