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

/** The end of a pipe that is read from. All work is done by the connection that it stands on. */
public final class PipeSource extends Pipe.SourceChannel implements ShareableChannel, SelectableSocket {

    private final ShareableSocketChannel connection;

    /** The connection is this channel's from now on. */
    public PipeSource(ShareableSocketChannel connection) {
        super(connection.provider());
        this.connection = connection;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        try {
            return connection.read(destination);
        } catch (AsynchronousCloseException e) {
            throw closed(e);
        }
    }

    @Override
    public long read(ByteBuffer[] destinations) throws IOException {
        try {
            return connection.read(destinations);
        } catch (AsynchronousCloseException e) {
            throw closed(e);
        }
    }

    @Override
    public long read(ByteBuffer[] destinations, int offset, int length) throws IOException {
        try {
            return connection.read(destinations, offset, length);
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
        return operations & SelectionKey.OP_READ;
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
