package io.nioshare.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.harness.process.SystemWithBackend;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option that a channel of the JDK's has in this JVM, side by side with ours. */
@SystemWithBackend
class OptionsDifferenceTest {

    /** Their values before they are set are the system's business, and differ between two sockets of one provider too. */
    private static final Set<String> CHANGING = Set.of("TCP_QUICKACK", "SO_INCOMING_NAPI_ID");

    private static final List<Object> NUMBERS =
            List.of(Integer.MIN_VALUE, -2, -1, 0, 1, 2, 7, 100, 127, 128, 255, 256, 32767, 32768, 65535, 65536);

    private static final List<Object> SWITCHES = List.of(true, false, true);

    /** A kind of channel. */
    private interface Opener {
        NetworkChannel open(SelectorProvider provider) throws IOException;
    }

    private record Kind(String name, Opener opener) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (ProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
            kinds.add(new Kind("stream " + family, provider -> provider.openSocketChannel(family)));
            kinds.add(new Kind("connected " + family, provider -> connected(provider, family)));
            kinds.add(new Kind("listener " + family, provider -> provider.openServerSocketChannel(family)));
            kinds.add(new Kind("bound listener " + family, provider -> provider.openServerSocketChannel(family)
                    .bind(null)));
            kinds.add(new Kind("datagram " + family, provider -> provider.openDatagramChannel(family)));
            kinds.add(new Kind("bound datagram " + family, provider -> provider.openDatagramChannel(family)
                    .bind(null)));
        }
        if (withinTheHost()) {
            kinds.add(new Kind("stream UNIX", provider -> provider.openSocketChannel(StandardProtocolFamily.UNIX)));
            kinds.add(new Kind("connected UNIX", OptionsDifferenceTest::connectedWithinTheHost));
            kinds.add(new Kind(
                    "listener UNIX", provider -> provider.openServerSocketChannel(StandardProtocolFamily.UNIX)));
        }
        kinds.add(new Kind("stream", SelectorProvider::openSocketChannel));
        kinds.add(new Kind("listener", SelectorProvider::openServerSocketChannel));
        kinds.add(new Kind("datagram", SelectorProvider::openDatagramChannel));
        return kinds.stream();
    }

    /** Whether this system has such sockets, says the JDK. */
    private static boolean withinTheHost() {
        try {
            Subject.JDK
                    .provider()
                    .openSocketChannel(StandardProtocolFamily.UNIX)
                    .close();
            return true;
        } catch (UnsupportedOperationException | IOException e) {
            return false;
        }
    }

    private static NetworkChannel connectedWithinTheHost(SelectorProvider provider) throws IOException {
        Path folder = Files.createTempDirectory("options");
        UnixDomainSocketAddress name = UnixDomainSocketAddress.of(folder.resolve("listener"));
        try (ServerSocketChannel listener = provider.openServerSocketChannel(StandardProtocolFamily.UNIX)) {
            listener.bind(name);
            SocketChannel channel = provider.openSocketChannel(StandardProtocolFamily.UNIX);
            channel.connect(name);
            return channel;
        } finally {
            Files.deleteIfExists(name.getPath());
            Files.delete(folder);
        }
    }

    private static NetworkChannel connected(SelectorProvider provider, ProtocolFamily family) throws IOException {
        try (ServerSocketChannel listener = provider.openServerSocketChannel(family)) {
            listener.bind(null);
            SocketChannel channel = provider.openSocketChannel(family);
            channel.connect(new java.net.InetSocketAddress(
                    family == StandardProtocolFamily.INET ? "127.0.0.1" : "::1",
                    listener.socket().getLocalPort()));
            return channel;
        }
    }

    private static Set<String> names(Set<SocketOption<?>> options) {
        Set<String> names = new TreeSet<>();
        options.forEach(option -> names.add(option.name() + " " + option.type().getName()));
        return names;
    }

    private static Set<SocketOption<?>> optionsOfView(NetworkChannel channel) {
        if (channel instanceof SocketChannel stream) {
            return stream.socket().supportedOptions();
        }
        if (channel instanceof ServerSocketChannel listener) {
            return listener.socket().supportedOptions();
        }
        return ((DatagramChannel) channel).socket().supportedOptions();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSameOptions(Kind kind) throws IOException {
        try (NetworkChannel jdks = kind.opener().open(Subject.JDK.provider());
                NetworkChannel ours = kind.opener().open(Subject.NIOSHARE.provider())) {
            assertThat(names(ours.supportedOptions())).isEqualTo(names(jdks.supportedOptions()));
            if (!kind.name().contains("UNIX")) {
                assertThat(names(optionsOfView(ours))).as("of the view").isEqualTo(names(optionsOfView(jdks)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSameValuesAndErrors(Kind kind) throws IOException {
        TreeMap<String, List<String>> jdks = behaviour(kind, Subject.JDK);
        TreeMap<String, List<String>> ours = behaviour(kind, Subject.NIOSHARE);
        assertThat(ours.keySet()).isEqualTo(jdks.keySet());
        jdks.forEach((option, steps) -> assertThat(ours.get(option)).as(option).isEqualTo(steps));
    }

    /** What each option says to what is done with it, in a channel of its own. */
    private static TreeMap<String, List<String>> behaviour(Kind kind, Subject subject) throws IOException {
        TreeMap<String, List<String>> behaviour = new TreeMap<>();
        Set<SocketOption<?>> options;
        try (NetworkChannel channel = kind.opener().open(subject.provider())) {
            options = channel.supportedOptions();
        }
        for (SocketOption<?> option : options) {
            NetworkChannel channel = kind.opener().open(subject.provider());
            try (channel) {
                behaviour.put(option.name(), steps(channel, option));
            }
            behaviour.get(option.name()).add("closed: " + get(channel, option));
            behaviour.get(option.name()).add("closed: " + set(channel, option, fitting(option)));
        }
        return behaviour;
    }

    private static List<String> steps(NetworkChannel channel, SocketOption<?> option) {
        List<String> steps = new ArrayList<>();
        if (!CHANGING.contains(option.name())) {
            steps.add("at first " + get(channel, option));
        }
        for (Object wrong : new Object[] {null, "text", 1L}) {
            steps.add("to " + wrong + ": " + set(channel, option, wrong));
        }
        if (option.type() != Boolean.class && option.type() != Integer.class) {
            return steps;
        }
        steps.add("to the other type: " + set(channel, option, option.type() == Boolean.class ? 1 : (Object) true));
        for (Object value : option.type() == Boolean.class ? SWITCHES : NUMBERS) {
            steps.add("to " + value + ": " + set(channel, option, value) + ", then "
                    + (CHANGING.contains(option.name()) ? "" : get(channel, option)));
        }
        return steps;
    }

    private static Object fitting(SocketOption<?> option) {
        if (option.type() == Boolean.class) {
            return true;
        }
        return option.type() == Integer.class ? 1000 : null;
    }

    private static String get(NetworkChannel channel, SocketOption<?> option) {
        try {
            return String.valueOf(channel.getOption(option));
        } catch (IOException | RuntimeException e) {
            return e.getClass().getName();
        }
    }

    @SuppressWarnings("unchecked") // Wrong types are part of it.
    private static String set(NetworkChannel channel, SocketOption<?> option, Object value) {
        try {
            channel.setOption((SocketOption<Object>) option, value);
            return "set";
        } catch (IOException | RuntimeException e) {
            return e.getClass().getName();
        }
    }
}
