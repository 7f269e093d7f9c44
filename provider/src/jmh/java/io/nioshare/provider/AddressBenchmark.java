package io.nioshare.provider;

import io.nioshare.provider.memory.IpAddressCodec;
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

/** Socket addresses to a kernel's form and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AddressBenchmark {
    @Param({"127.0.0.1", "fe80::1"})
    public String host;

    private static final int INET6 = 10;

    private final IpAddressCodec codec = new IpAddressCodec(INET6);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(128).order(ByteOrder.nativeOrder());
    private InetSocketAddress address;
    private boolean ipv6;

    @Setup
    public void resolve() {
        address = new InetSocketAddress(host, 4711);
        ipv6 = host.indexOf(':') >= 0;
        encode();
    }

    @Benchmark
    public int encode() {
        return codec.encode(address, ipv6, buffer);
    }

    @Benchmark
    public InetSocketAddress decode() {
        return codec.decode(buffer);
    }
}
