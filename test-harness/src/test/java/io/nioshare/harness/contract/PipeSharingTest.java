package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nioshare.ShareableChannel;
import io.nioshare.harness.process.SystemWithBackend;
import io.nioshare.provider.ShareableSelectorProvider;
import io.nioshare.provider.pipe.SocketPipe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only our pipes have: no stranger gets into them, and their ends can be shared. */
@SystemWithBackend
class PipeSharingTest extends ContractTest {

    private final ShareableSelectorProvider provider = (ShareableSelectorProvider) subject.provider();

    /** Strangers who connect to the pipe's port before its own end does, so that they are first in line. */
    private final class Intruders extends SelectorProvider {
        final List<Socket> strangers = new ArrayList<>();
        private ServerSocketChannel listener;
        SocketAddress port;

        @Override
        public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
            listener = provider.openServerSocketChannel(family);
            return listener;
        }

        @Override
        public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
            port = listener.getLocalAddress();
            for (int i = 0; i < 3; i++) {
                Socket stranger = closing(new Socket());
                stranger.connect(port, (int) PATIENCE.toMillis());
                stranger.setSoTimeout((int) PATIENCE.toMillis());
                stranger.getOutputStream().write('!');
                strangers.add(stranger);
            }
            return provider.openSocketChannel(family);
        }

        @Override
        public DatagramChannel openDatagramChannel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DatagramChannel openDatagramChannel(ProtocolFamily family) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Pipe openPipe() {
            throw new UnsupportedOperationException();
        }

        @Override
        public AbstractSelector openSelector() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SocketChannel openSocketChannel() {
            throw new UnsupportedOperationException();
        }
    }

    private Pipe openPipe() throws IOException {
        return closing(provider.openPipe());
    }

    private <P extends Pipe> P closing(P pipe) {
        closing(pipe.source());
        closing(pipe.sink());
        return pipe;
    }

    private static void assertTransfers(Pipe.SinkChannel sink, Pipe.SourceChannel source) throws IOException {
        sink.write(bytes("hello"));
        ByteBuffer room = ByteBuffer.allocate(5);
        while (room.hasRemaining()) {
            assertThat(source.read(room)).isNotNegative();
        }
        assertThat(new String(room.array())).isEqualTo("hello");
    }

    private <C> C importFrom(ShareableChannel exported, Class<C> type) throws IOException {
        return provider.importFrom(exported.exportTo(ProcessHandle.current().pid()), type);
    }

    @Test
    void strangersAreTurnedAway() throws Exception {
        Intruders intruders = new Intruders();
        SocketPipe pipe = closing(SocketPipe.open(intruders));
        assertTransfers(pipe.sink(), pipe.source());
        assertThat(intruders.strangers).hasSize(3);
        for (Socket stranger : intruders.strangers) {
            // Closed with a byte unread, which some systems tell by a reset.
            Throwable end = catchThrowable(
                    () -> assertThat(stranger.getInputStream().read()).isEqualTo(-1));
            assertThat(end).satisfiesAnyOf(none -> assertThat(none).isNull(), reset -> assertThat(reset)
                    .isExactlyInstanceOf(java.net.SocketException.class));
        }
    }

    @Test
    void nobodyConnectsToAnOpenPipe() throws Exception {
        Intruders intruders = new Intruders();
        SocketPipe pipe = closing(SocketPipe.open(intruders));
        try (Socket late = new Socket()) {
            assertThat(catchThrowable(() -> late.connect(intruders.port, (int) PATIENCE.toMillis())))
                    .isInstanceOf(ConnectException.class);
        }
        assertTransfers(pipe.sink(), pipe.source());
    }

    @Test
    void anImportedSinkWrites() throws Exception {
        Pipe pipe = openPipe();
        Pipe.SinkChannel imported = closing(importFrom((ShareableChannel) pipe.sink(), Pipe.SinkChannel.class));
        pipe.sink().close();
        assertTransfers(imported, pipe.source());
        imported.close();
        assertThat(pipe.source().read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void anImportedSourceReads() throws Exception {
        Pipe pipe = openPipe();
        pipe.sink().write(bytes("early "));
        Pipe.SourceChannel imported = closing(importFrom((ShareableChannel) pipe.source(), Pipe.SourceChannel.class));
        pipe.source().close();
        ByteBuffer room = ByteBuffer.allocate(6);
        imported.read(room);
        assertThat(new String(room.array())).isEqualTo("early ");
        assertTransfers(pipe.sink(), imported);
    }

    @Test
    void theSinkLivesAsLongAsOneOfItsCopies() throws Exception {
        Pipe pipe = openPipe();
        Pipe.SinkChannel imported = closing(importFrom((ShareableChannel) pipe.sink(), Pipe.SinkChannel.class));
        imported.close();
        Background<Integer> reader = background(() -> pipe.source().read(ByteBuffer.allocate(1)));
        reader.staysBlocked();
        pipe.sink().close();
        assertThat(reader.get()).isEqualTo(-1);
    }

    @Test
    void importedEndsCanBeSelected() throws Exception {
        Pipe pipe = openPipe();
        Pipe.SourceChannel source = closing(importFrom((ShareableChannel) pipe.source(), Pipe.SourceChannel.class));
        Pipe.SinkChannel sink = closing(importFrom((ShareableChannel) pipe.sink(), Pipe.SinkChannel.class));
        Selector selector = openSelector();
        SelectionKey sourceKey = nonBlocking(source).register(selector, SelectionKey.OP_READ);
        SelectionKey sinkKey = nonBlocking(sink).register(selector, SelectionKey.OP_WRITE);
        awaitReady(selector, sinkKey, SelectionKey.OP_WRITE);
        assertThat(sourceKey.isReadable()).isFalse();
        sink.write(bytes("x"));
        awaitReady(selector, sourceKey, SelectionKey.OP_READ);
    }

    @Test
    void aPipesEndIsAConnectionToWhoAsksForOne() throws Exception {
        Pipe pipe = openPipe();
        SocketChannel imported = closing(importFrom((ShareableChannel) pipe.source(), SocketChannel.class));
        pipe.sink().write(bytes("hello"));
        assertThat(readText(imported, 5)).isEqualTo("hello");
        assertThat(((InetSocketAddress) imported.getRemoteAddress()).getAddress())
                .isEqualTo(LOOPBACK);
    }
}
