package io.nioshare.provider.windows.winsock;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Socket addresses to the kernel's form and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AddressCodecBenchmark {
    @Param({"127.0.0.1", "fe80::1"})
    public String host;

    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(SocketAddressCodec.MAX_BYTES).order(ByteOrder.nativeOrder());
    private InetSocketAddress address;

    @Setup
    public void resolve() {
        address = new InetSocketAddress(host, 4711);
        encode();
    }

    @Benchmark
    public int encode() {
        return SocketAddressCodec.encode(address, host.indexOf(':') >= 0, buffer);
    }

    @Benchmark
    public InetSocketAddress decode() {
        return SocketAddressCodec.decode(buffer);
    }
}
