package io.nioshare.provider.windows.afd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.nioshare.provider.os.OsRegistration;
import io.nioshare.provider.windows.jna.Afd;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A poll that fails half way: the next one finds everything, and nothing is left behind at the end. */
class PollFailureTest {

    private static final int SOCKETS = 2 * PollRequest.MOST_SOCKETS;

    private final FakeMemory memory = new FakeMemory();
    private final List<OsRegistration> registrations = new ArrayList<>();
    private FakeKernel kernel;
    private AfdPoller poller;

    @BeforeEach
    void open() throws IOException {
        open(0);
    }

    private void open(long seed) throws IOException {
        kernel = new FakeKernel(memory, new Random(seed));
        poller = new AfdPoller(kernel, kernel::open, kernel.probe(), memory);
        registrations.clear();
        kernel.setPrompt();
        kernel.setAnswersAtOnce(false);
        for (int socket = 0; socket < SOCKETS; socket++) {
            kernel.openSocket(socket);
            registrations.add(poller.register(socket, socket));
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        poller.close();
        assertThat(memory.blocksInUse()).isZero();
        assertThat(kernel.devicesOpen()).isZero();
    }

    private void reading(int from, int to) throws IOException {
        for (int socket = from; socket < to; socket++) {
            registrations.get(socket).interest(SelectionKey.OP_READ);
        }
    }

    private void readable(int... sockets) {
        for (int socket : sockets) {
            kernel.setCondition(socket, Afd.POLL_RECEIVE);
        }
    }

    private void expect(Integer... sockets) throws IOException {
        TreeSet<Integer> reported = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            poller.poll(1, (attachment, operations) -> reported.add((Integer) attachment));
        }
        assertThat(reported).containsExactly(sockets);
    }

    private void fails() {
        assertThatIOException().isThrownBy(() -> poller.poll(1, (attachment, operations) -> {}));
    }

    @Test
    void noDeviceForTheFirstQuestion() throws IOException {
        reading(0, 3);
        kernel.refuseDevices(true);
        fails();
        kernel.refuseDevices(false);
        readable(0, 2);
        expect(0, 2);
    }

    /** Sockets 0 and 1 are asked about alone, for which there is a place; there is none for the many others. */
    @Test
    void noDeviceForOthersThanTheFirst() throws IOException {
        reading(0, 1);
        expect();
        reading(1, SOCKETS);
        kernel.refuseDevices(true);
        fails();
        kernel.refuseDevices(false);
        readable(0, 1, 2, SOCKETS - 1);
        expect(0, 1, 2, SOCKETS - 1);
    }

    /** Two requests complete together, and the first one can't be divided. */
    @Test
    void noDeviceForWhatARefusedRequestIsDividedInto() throws IOException {
        reading(0, SOCKETS);
        expect();
        kernel.refuse(1, true);
        kernel.refuse(SOCKETS - 2, true);
        kernel.refuseDevices(true);
        readable(0, SOCKETS - 1);
        fails();
        kernel.refuse(1, false);
        kernel.refuse(SOCKETS - 2, false);
        kernel.refuseDevices(false);
        readable(2);
        expect(0, 2, SOCKETS - 1);
    }

    /** One socket is to be asked about together with others, then many that are to be asked about alone. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void noDeviceForThoseThatAskAlone(long seed) throws IOException {
        open(seed);
        reading(0, PollRequest.MOST_SOCKETS);
        expect();
        readable(0);
        expect(0);
        int widened = SOCKETS - 3;
        reading(widened, SOCKETS);
        expect();
        registrations.get(widened).interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        readable(1);
        kernel.refuseDevices(true);
        fails();
        kernel.refuseDevices(false);
        readable(2);
        kernel.setCondition(widened, Afd.POLL_SEND);
        expect(1, 2, widened);
    }

    @Test
    void aPortThatCannotBeLookedInto() throws IOException {
        reading(0, SOCKETS);
        readable(0);
        kernel.refuseTaking(true);
        fails();
        kernel.refuseTaking(false);
        readable(1);
        expect(0, 1);
    }

    @Test
    void aWakeupThatCannotBePosted() throws IOException {
        reading(0, SOCKETS);
        kernel.refusePosting(true);
        assertThatIOException().isThrownBy(poller::wakeup);
        kernel.refusePosting(false);
        readable(3);
        expect(3);
        poller.wakeup();
        expect();
    }
}
