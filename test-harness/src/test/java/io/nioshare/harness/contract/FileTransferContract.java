package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code FileChannel.transferTo} and {@code transferFrom} with channels of a provider. */
abstract class FileTransferContract extends ContractTest {

    private static final int SIZE = 3_000_001;
    private static final int SKIPPED = 12_345;

    @TempDir
    Path folder;

    private byte[] data;
    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        data = new byte[SIZE];
        new Random(11).nextBytes(data);
        file = Files.write(folder.resolve("data"), data);
    }

    private long checksum(int from) {
        CRC32 checksum = new CRC32();
        checksum.update(data, from, SIZE - from);
        return checksum.getValue();
    }

    private static long readChecksum(SocketChannel channel) throws IOException {
        CRC32 checksum = new CRC32();
        ByteBuffer room = ByteBuffer.allocateDirect(20_000);
        while (channel.read(room.clear()) >= 0) {
            checksum.update(room.flip());
        }
        return checksum.getValue();
    }

    private FileChannel reading() throws IOException {
        return closing(FileChannel.open(file, StandardOpenOption.READ));
    }

    private FileChannel writing(Path target) throws IOException {
        return closing(
                FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
    }

    @Test
    void aFileToABlockingChannel() throws Exception {
        Pair pair = connect();
        Background<Long> reader = background(() -> readChecksum(pair.far()));
        FileChannel source = reading();
        for (long at = SKIPPED; at < SIZE; ) {
            long count = source.transferTo(at, Long.MAX_VALUE, pair.near());
            assertThat(count).isPositive();
            at += count;
        }
        assertThat(source.transferTo(SIZE, 1, pair.near())).isZero();
        assertThat(source.position()).isZero();
        pair.near().shutdownOutput();
        assertThat(reader.get()).isEqualTo(checksum(SKIPPED));
    }

    @Test
    void aFileToANonBlockingChannel() throws Exception {
        Pair pair = connectSmall();
        SocketChannel near = nonBlocking(pair.near());
        FileChannel source = reading();
        Background<Long> reader = background(() -> readChecksum(pair.far()));
        for (long at = 0; at < SIZE; ) {
            long count = source.transferTo(at, SIZE - at, near);
            at += count;
            if (count == 0) {
                await(near, SelectionKey.OP_WRITE);
            }
        }
        near.shutdownOutput();
        assertThat(reader.get()).isEqualTo(checksum(0));
    }

    @Test
    void aFileFromABlockingChannel() throws Exception {
        Pair pair = connect();
        Background<Void> writer = background(() -> {
            pair.far().write(ByteBuffer.wrap(data));
            pair.far().close();
            return null;
        });
        Path target = folder.resolve("copy");
        FileChannel copy = writing(target);
        long at = 0;
        for (long count; (count = copy.transferFrom(pair.near(), at, 1 << 20)) > 0; ) {
            at += count;
        }
        writer.get();
        assertThat(at).isEqualTo(SIZE);
        assertThat(Files.mismatch(file, target)).isEqualTo(-1);
    }

    @Test
    void aFileFromANonBlockingChannel() throws Exception {
        Pair pair = connectSmall();
        SocketChannel near = nonBlocking(pair.near());
        Background<Void> writer = background(() -> {
            pair.far().write(ByteBuffer.wrap(data));
            return null;
        });
        Path target = folder.resolve("copy");
        FileChannel copy = writing(target);
        assertThat(copy.transferFrom(near, 0, 0)).isZero();
        for (long at = 0; at < SIZE; ) {
            long count = copy.transferFrom(near, at, SIZE - at);
            at += count;
            if (count == 0) {
                await(near, SelectionKey.OP_READ);
            }
        }
        writer.get();
        assertThat(Files.mismatch(file, target)).isEqualTo(-1);
    }

    @Test
    void fromSocketToSocketThroughAFile() throws Exception {
        Pair in = connect();
        Pair out = connect();
        byte[] part = java.util.Arrays.copyOf(data, 300_000);
        Background<Void> writer = background(() -> {
            in.far().write(ByteBuffer.wrap(part));
            in.far().close();
            return null;
        });
        FileChannel spool = writing(folder.resolve("spool"));
        long size = 0;
        for (long count; (count = spool.transferFrom(in.near(), size, 1 << 20)) > 0; ) {
            size += count;
        }
        writer.get();
        assertThat(size).isEqualTo(part.length);
        Background<ByteBuffer> reader = background(() -> readFully(out.far(), part.length));
        for (long at = 0; at < size; ) {
            at += spool.transferTo(at, size - at, out.near());
        }
        assertThat(reader.get().array()).isEqualTo(part);
    }

    @Test
    void wrongStatesAreTold() throws Exception {
        FileChannel source = reading();
        FileChannel target = writing(folder.resolve("copy"));
        SocketChannel unconnected = open();
        assertThrown(NotYetConnectedException.class, () -> target.transferFrom(unconnected, 0, 1));
        SocketChannel closed = connect().near();
        closed.close();
        assertThrown(ClosedChannelException.class, () -> source.transferTo(0, 1, closed));
        assertThrown(ClosedChannelException.class, () -> target.transferFrom(closed, 0, 1));
        SocketChannel connected = connect().near();
        assertThrown(IllegalArgumentException.class, () -> source.transferTo(-1, 1, connected));
        assertThrown(IllegalArgumentException.class, () -> target.transferFrom(connected, 0, -1));
        assertThrown(NonWritableChannelException.class, () -> source.transferFrom(connected, 0, 1));
        connected.shutdownOutput();
        assertThat(catchThrowable(() -> source.transferTo(0, 1, connected))).isInstanceOf(IOException.class);
        source.close();
        assertThrown(
                ClosedChannelException.class,
                () -> source.transferTo(0, 1, connect().near()));
    }

    @Test
    @DisabledOnOs(
            value = OS.WINDOWS,
            disabledReason = "a file can't be deleted while it is mapped: when that ends, nobody knows")
    void aMappedFileIsWritten() throws Exception {
        Pair pair = connect();
        Background<Long> reader = background(() -> readChecksum(pair.far()));
        try (FileChannel source = reading()) {
            MappedByteBuffer mapped = source.map(FileChannel.MapMode.READ_ONLY, 0, SIZE);
            pair.near().write(mapped);
            assertThat(mapped.hasRemaining()).isFalse();
        }
        pair.near().shutdownOutput();
        assertThat(reader.get()).isEqualTo(checksum(0));
    }
}
