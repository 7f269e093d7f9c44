package io.nioshare.harness.bench.workload;

import io.nioshare.ShareableChannel;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One of two processes that hand a connection back and forth, linked by a plain socket. */
final class HandOffPartner implements AutoCloseable {
    private final Socket link;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final long other;
    private final ByteBuffer octet = ByteBuffer.allocateDirect(1);

    HandOffPartner(Socket link) throws IOException {
        this.link = link;
        link.setTcpNoDelay(true);
        // One call for a message, as the program in C.
        in = new DataInputStream(new BufferedInputStream(link.getInputStream()));
        out = new DataOutputStream(link.getOutputStream());
        out.writeLong(ProcessHandle.current().pid());
        other = in.readLong();
    }

    /** @param arguments the port of the one that started this process */
    public static void main(String[] arguments) throws IOException {
        var link = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        try (var partner = new HandOffPartner(link)) {
            partner.handOn();
        }
    }

    /** The first who has the connection. */
    void begin(SocketChannel connection) throws IOException {
        if (use(connection)) {
            handOn();
        }
    }

    /** Until the connection or the other process ends. */
    private void handOn() throws IOException {
        boolean more = true;
        while (more) {
            byte[] token;
            try {
                token = new byte[in.readInt()];
            } catch (EOFException e) {
                return;
            } catch (SocketException e) {
                if (link.isClosed()) {
                    return;
                }
                throw e;
            }
            in.readFully(token);
            more = use(ShareableChannel.importFrom(token, SocketChannel.class));
        }
    }

    /** The first byte; and at the next one the connection goes to the other process. Returns whether it did. */
    private boolean use(SocketChannel connection) throws IOException {
        try (connection) {
            octet.clear();
            connection.write(octet);
            octet.clear();
            if (connection.read(octet) < 0) {
                return false;
            }
            byte[] token = ShareableChannel.of(connection).exportTo(other);
            byte[] message = ByteBuffer.allocate(Integer.BYTES + token.length)
                    .putInt(token.length)
                    .put(token)
                    .array();
            out.write(message);
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
