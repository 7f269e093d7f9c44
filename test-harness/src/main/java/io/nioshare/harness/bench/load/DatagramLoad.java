package io.nioshare.harness.bench.load;

import io.nioshare.harness.bench.mode.Load;
import io.nioshare.harness.bench.mode.Measurement;
import io.nioshare.harness.bench.mode.Timed;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Sends a datagram and awaits the answer. One on the way at a time isn't lost on loopback.
 */
public final class DatagramLoad implements Load {
    private static final int MESSAGE = 64;
    private static final int PATIENCE_MILLIS = 20_000;

    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final DatagramPacket message;
    private final DatagramPacket reply = new DatagramPacket(new byte[MESSAGE], MESSAGE);

    public DatagramLoad(int port) throws IOException {
        message = new DatagramPacket(new byte[MESSAGE], MESSAGE, InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    @Override
    public Measurement run(long nanos) throws IOException {
        return Timed.repeatAsLoad(nanos, this::ping);
    }

    private long ping() throws IOException {
        socket.send(message);
        socket.receive(reply);
        return 1;
    }

    @Override
    public void close() {
        socket.close();
    }
}
