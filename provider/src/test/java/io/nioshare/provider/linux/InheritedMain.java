package io.nioshare.provider.linux;

import io.nioshare.provider.ShareableSelectorProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program that is started with sockets: it says what they are, and echoes what comes once on each. */
final class InheritedMain {

    private static final int FIRST_PASSED = 3;
    private static final int LONGER_THAN_ANY_TEST_MILLIS = 60_000;
    private static final int HELLO_BYTES = 5;

    private final List<String> report = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();

    private InheritedMain() {}

    /** Where to write what was found. The standard output may be a socket. */
    public static void main(String[] arguments) throws Exception {
        InheritedMain program = new InheritedMain();
        try {
            program.run();
        } catch (Exception | AssertionError e) {
            program.report.add(e.toString());
            throw e;
        } finally {
            Files.write(Path.of(arguments[0]), program.report);
        }
        for (Channel channel : program.channels) {
            echo(channel);
        }
        // Alive when the peer sees the end: it isn't that of this process.
        Thread.sleep(LONGER_THAN_ANY_TEST_MILLIS);
    }

    private void run() throws IOException {
        Channel standardInput = System.inheritedChannel();
        if (standardInput != null) {
            report.add(describe(standardInput));
            report.add("the same again: " + (System.inheritedChannel() == standardInput));
            channels.add(standardInput);
        }
        String passed = System.getenv("LISTEN_FDS");
        if (passed != null
                && Long.parseLong(System.getenv("LISTEN_PID"))
                        == ProcessHandle.current().pid()) {
            takePassed(Integer.parseInt(passed));
        }
    }

    private void takePassed(int count) throws IOException {
        ShareableSelectorProvider provider = (ShareableSelectorProvider) SelectorProvider.provider();
        for (int number = FIRST_PASSED; number < FIRST_PASSED + count; number++) {
            Channel channel = provider.fromFileDescriptor(number);
            report.add(describe(channel));
            channels.add(channel);
            report.add("again: " + refusal(provider, number));
        }
        report.add("a standard stream: " + refusal(provider, 2));
        report.add("none: " + refusal(provider, 99_999));
        ServerSocketChannel own = ServerSocketChannel.open();
        report.add("its own: " + refusals(provider));
        own.close();
    }

    private static String refusal(ShareableSelectorProvider provider, int number) throws IOException {
        try {
            return provider.fromFileDescriptor(number).toString();
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    /** Whatever this process has open, none of it was passed to it. */
    private static String refusals(ShareableSelectorProvider provider) throws IOException {
        List<String> answers = new ArrayList<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open.toList()) {
                answers.add(refusal(
                        provider, Integer.parseInt(descriptor.getFileName().toString())));
            }
        }
        return String.join(" ", answers.stream().distinct().toList());
    }

    private static String describe(Channel channel) throws IOException {
        String kind = Stream.of(SocketChannel.class, ServerSocketChannel.class, DatagramChannel.class)
                .filter(type -> type.isInstance(channel))
                .findFirst()
                .orElseThrow()
                .getSimpleName();
        SocketAddress remote = null;
        if (channel instanceof SocketChannel connection) {
            remote = connection.getRemoteAddress();
        } else if (channel instanceof DatagramChannel datagrams) {
            remote = datagrams.getRemoteAddress();
        }
        return kind + ", blocking " + ((SelectableChannel) channel).isBlocking() + ", at "
                + host(((NetworkChannel) channel).getLocalAddress()) + ", peer " + host(remote);
    }

    private static Object host(SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress name) {
            return name.getPath().getFileName();
        }
        return address == null ? null : ((InetSocketAddress) address).getAddress();
    }

    private static void echo(Channel channel) throws IOException {
        ByteBuffer hello = ByteBuffer.allocate(HELLO_BYTES);
        try {
            if (channel instanceof ServerSocketChannel listener) {
                echo(listener.accept());
            } else if (channel instanceof DatagramChannel datagrams) {
                SocketAddress from = datagrams.receive(hello);
                datagrams.send(hello.flip(), from);
            } else {
                SocketChannel connection = (SocketChannel) channel;
                while (hello.hasRemaining() && connection.read(hello) >= 0) {
                    // until all is there
                }
                connection.write(hello.flip());
            }
        } finally {
            channel.close();
        }
    }
}
