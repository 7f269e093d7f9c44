package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls on channels that were closed before. Nobody closes them during the call, so it isn't an asynchronous close. */
abstract class ClosedChannelsContract extends DatagramContractTest {

    private static final SocketAddress ANY = new InetSocketAddress(LOOPBACK, 7);

    private final Map<String, ThrowingCallable> calls = new LinkedHashMap<>();

    private <T extends SelectableChannel> T closed(T channel, boolean blocking) throws IOException {
        channel.configureBlocking(blocking);
        channel.close();
        return channel;
    }

    private void stream(String name, SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        ByteBuffer[] several = {buffer};
        calls.put(name + " connect", () -> channel.connect(ANY));
        calls.put(name + " finishConnect", channel::finishConnect);
        calls.put(name + " read", () -> channel.read(buffer));
        calls.put(name + " read of several", () -> channel.read(several));
        calls.put(name + " write", () -> channel.write(buffer));
        calls.put(name + " write of several", () -> channel.write(several));
    }

    private void datagram(String name, DatagramChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(1);
        calls.put(name + " send", () -> channel.send(buffer, ANY));
        calls.put(name + " receive", () -> channel.receive(buffer));
        calls.put(name + " read", () -> channel.read(buffer));
        calls.put(name + " write", () -> channel.write(buffer));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saySo(boolean blocking) throws Exception {
        ServerSocketChannel listener = closed(listen(), blocking);
        calls.put("accept", listener::accept);
        stream("connected", closed(connect().near(), blocking));
        stream("unconnected", closed(open(), blocking));
        DatagramChannel connected = bound();
        connected.connect(ANY);
        datagram("connected datagram", closed(connected, blocking));
        datagram("unconnected datagram", closed(openDatagram(), blocking));
        Pipe pipe = subject.provider().openPipe();
        Pipe.SourceChannel source = closed(pipe.source(), blocking);
        Pipe.SinkChannel sink = closed(pipe.sink(), blocking);
        calls.put("pipe read", () -> source.read(ByteBuffer.allocate(1)));
        calls.put("pipe write", () -> sink.write(ByteBuffer.allocate(1)));

        calls.forEach((name, call) -> assertSaysSo(name, catchThrowable(call)));
    }

    private void assertSaysSo(String name, Throwable thrown) {
        if (subject == Subject.JDK) {
            // An AsynchronousCloseException in some versions.
            assertThat(thrown).as(name).isInstanceOf(ClosedChannelException.class);
        } else {
            assertThat(thrown).as(name).isExactlyInstanceOf(ClosedChannelException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptClosesOnlyWhatWaits(boolean blocking) throws Exception {
        ServerSocketChannel listener = listen();
        listener.configureBlocking(blocking);
        Thread.currentThread().interrupt();

        Throwable thrown = catchThrowable(listener::accept);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(listener.isOpen()).isEqualTo(!blocking);
        if (blocking) {
            assertThat(thrown).isExactlyInstanceOf(ClosedByInterruptException.class);
        } else {
            assertThat(thrown).isNull();
        }
    }
}
