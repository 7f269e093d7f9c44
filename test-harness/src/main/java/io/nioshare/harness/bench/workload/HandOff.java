package io.nioshare.harness.bench.workload;

import io.nioshare.harness.bench.mode.Workload;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;

/** Hands a connection back and forth between this process and one that it starts. */
public final class HandOff implements Workload {
    private static final String PROVIDER = "java.nio.channels.spi.SelectorProvider";

    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final HandOffPartner partner;
    private final Process process;

    public HandOff() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (ServerSocket links = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-D" + PROVIDER + "=" + System.getProperty(PROVIDER),
                            "-XX:+UseSerialGC",
                            "-XX:ActiveProcessorCount=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            HandOffPartner.class.getName(),
                            "" + links.getLocalPort())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            partner = new HandOffPartner(links.accept());
        }
        Background.start("first", () -> partner.begin(listener.accept()));
    }

    @Override
    public int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        partner.close();
        listener.close();
        process.destroy();
    }
}
