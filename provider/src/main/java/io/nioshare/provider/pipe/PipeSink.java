package io.nioshare.provider.pipe;

import io.nioshare.ShareableChannel;
import io.nioshare.provider.channel.ShareableSocketChannel;
import io.nioshare.provider.select.Pollable;
import io.nioshare.provider.select.SelectableSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;

/** The end of a pipe that is written to. All work is done by the connection that it stands on. */
public final class PipeSink extends Pipe.SinkChannel implements ShareableChannel, SelectableSocket {

    private final ShareableSocketChannel connection;

    /** The connection is this channel's from now on. */
    public PipeSink(ShareableSocketChannel connection) {
        super(connection.provider());
        this.connection = connection;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        try {
            return connection.write(source);
        } catch (AsynchronousCloseException e) {
            throw closed(e);
        }
    }

    @Override
    public long write(ByteBuffer[] sources) throws IOException {
        try {
            return connection.write(sources);
        } catch (AsynchronousCloseException e) {
            throw closed(e);
        }
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        try {
            return connection.write(sources, offset, length);
        } catch (AsynchronousCloseException e) {
            throw closed(e);
        }
    }

    /** What ended the connection, such as an interrupt, has ended the pipe. */
    private AsynchronousCloseException closed(AsynchronousCloseException e) throws IOException {
        close();
        return e;
    }

    @Override
    public byte[] exportTo(long pid) throws IOException {
        return connection.exportTo(pid);
    }

    @Override
    public Pollable pollable() {
        return connection.pollable();
    }

    @Override
    public int possible(int operations) {
        return operations & SelectionKey.OP_WRITE;
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        connection.configureBlocking(block);
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        connection.close();
    }
}
