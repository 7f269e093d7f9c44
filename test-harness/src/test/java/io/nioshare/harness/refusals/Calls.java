package io.nioshare.harness.refusals;

import static org.assertj.core.api.Assertions.assertThat;

import io.nioshare.provider.ShareableSelectorProvider;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.spi.SelectorProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Calls on one kind of thing, and the states to make them in. */
final class Calls<C> {

    private static final SelectorProvider JDK = SelectorProvider.provider();
    private static final SelectorProvider OURS = new ShareableSelectorProvider();

    /** Makes what calls are made on. What it opens beside that, it gives to the scene to close. */
    @FunctionalInterface
    interface State<C> {
        C make(Scene scene) throws Exception;
    }

    /** One call. Its result is compared too. */
    @FunctionalInterface
    interface Call<C> {
        Object on(C subject) throws Exception;
    }

    /** A call without a result. */
    @FunctionalInterface
    interface Action<C> {
        void on(C subject) throws Exception;
    }

    private final Map<String, State<C>> states = new LinkedHashMap<>();
    private final Map<String, Call<C>> calls = new LinkedHashMap<>();
    private final Map<String, String> differences = new LinkedHashMap<>();

    Calls<C> state(String name, State<C> state) {
        states.put(name, state);
        return this;
    }

    Calls<C> call(String name, Call<C> call) {
        assertThat(calls.put(name, call)).as(name).isNull();
        return this;
    }

    Calls<C> action(String name, Action<C> action) {
        return call(name, subject -> {
            action.on(subject);
            return "done";
        });
    }

    /** Leaves out a call, in one state, where the two are known to differ. */
    Calls<C> differs(String state, String call, String reason) {
        assertThat(states).containsKey(state);
        assertThat(calls).containsKey(call);
        differences.put(state + ": " + call, reason);
        return this;
    }

    /** Leaves out a call in every state. */
    Calls<C> differs(String call, String reason) {
        states.keySet().forEach(state -> differs(state, call, reason));
        return this;
    }

    Stream<DynamicTest> tests() {
        return states.entrySet().stream().flatMap(state -> calls.entrySet().stream()
                .filter(call -> !differences.containsKey(state.getKey() + ": " + call.getKey()))
                .map(call -> DynamicTest.dynamicTest(
                        state.getKey() + ": " + call.getKey(), () -> compare(state.getValue(), call.getValue()))));
    }

    private static <C> void compare(State<C> state, Call<C> call) throws Exception {
        assertThat(outcome(OURS, state, call)).isEqualTo(outcome(JDK, state, call));
    }

    /** How the call ended, and whether the subject was open then. */
    private static <C> String outcome(SelectorProvider provider, State<C> state, Call<C> call) throws Exception {
        try (Scene scene = new Scene(provider)) {
            C subject = state.make(scene);
            String end;
            try {
                end = describe(call.on(subject), subject);
            } catch (AsynchronousCloseException e) {
                // So the JDK says now and then when the channel was closed before.
                end = "throws " + ClosedChannelException.class.getName();
            } catch (IOException | RuntimeException | Error e) {
                end = "throws " + e.getClass().getName();
            }
            if (subject instanceof java.nio.channels.Channel channel) {
                end += channel.isOpen() ? ", open" : ", closed";
            }
            if (subject instanceof Closeable closeable) {
                closeable.close();
            }
            return end;
        }
    }

    private static String describe(Object result, Object subject) {
        if (result == subject) {
            return "itself";
        }
        if (result == null || result instanceof Boolean || result instanceof Number || result instanceof String) {
            return String.valueOf(result);
        }
        if (result instanceof SocketAddress) {
            return "an address";
        }
        return result instanceof Set<?> set ? "a set of " + set.size() : "an object";
    }
}
