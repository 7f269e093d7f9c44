package io.nioshare.provider.linux.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nioshare.ShareException;
import io.nioshare.provider.linux.socket.Errno;
import io.nioshare.provider.linux.socket.LinuxSocket;
import io.nioshare.provider.linux.socket.SocketFixture;
import io.nioshare.provider.linux.socket.SocketFixture.Pair;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A program that has nothing but the description of the wire format, and sockets. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class PythonPartnerTest {

    private static final int PATIENCE_MILLIS = 5_000;

    private static final String PROGRAM = """
            import os, resource, socket, sys
            def fetch(ticket, given):
                name = b"\\0" + ticket[92:92 + int.from_bytes(ticket[88:92], "big")]
                with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as office:
                    office.connect(name)
                    socket.send_fds(office, [ticket[44:60]], given)
                    status, descriptors, _, _ = socket.recv_fds(office, 1, 1)
                    return status[0], descriptors
            print("ready", flush=True)
            for line in sys.stdin:
                command, argument = line.split()
                if command == "limit":
                    exporter, count = os.getppid(), int(argument)
                    soft, hard = resource.prlimit(exporter, resource.RLIMIT_NOFILE)
                    resource.prlimit(exporter, resource.RLIMIT_NOFILE, (count or hard, hard))
                    print("limited", flush=True)
                    continue
                given = [0] * int(command)
                status, descriptors = fetch(bytes.fromhex(argument), given)
                if status == 0:
                    connection = socket.socket(fileno=descriptors[0])
                    connection.setblocking(True)
                    connection.sendall(b"python")
                print(status, len(descriptors), flush=True)
            """;

    private final SocketFixture fixture = new SocketFixture();
    private final LinuxSharing sharing = new LinuxSharing(fixture.sockets);
    private Process python;
    private BufferedReader answers;
    private Writer requests;

    @BeforeEach
    void start() throws IOException {
        try {
            python = new ProcessBuilder("python3", "-c", PROGRAM)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException thereIsNone) {
            assumeTrue(false, "there is no python3 here");
        }
        answers = python.inputReader();
        requests = python.outputWriter();
        assertThat(answers.readLine()).isEqualTo("ready");
    }

    @AfterEach
    void close() throws Exception {
        if (python != null) {
            python.destroyForcibly().waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        fixture.close();
    }

    private String fetch(byte[] ticket) throws IOException {
        return fetch(ticket, 0);
    }

    /** Fetches with a request that carries so many descriptors. */
    private String fetch(byte[] ticket, int given) throws IOException {
        return ask(given + " " + HexFormat.of().formatHex(ticket));
    }

    /** Gives this process no more descriptors than this; with 0 as many as it may have. */
    private void limitDescriptors(int count) throws IOException {
        assertThat(ask("limit " + count)).isEqualTo("limited");
    }

    private String ask(String request) throws IOException {
        requests.write(request + "\n");
        requests.flush();
        return answers.readLine();
    }

    @Test
    void fetchesAConnectionOnce() throws IOException {
        Pair pair = fixture.connect();
        byte[] ticket = sharing.exportTo(pair.near(), pair.near().remoteAddress(), python.pid());
        byte[] keepsTheOfficeOpen = sharing.exportTo(pair.near(), pair.near().remoteAddress(), python.pid());
        assertThat(fetch(ticket)).isEqualTo("0 1");
        assertThat(fixture.receive(fixture.operation(pair.far()), 100, PATIENCE_MILLIS))
                .isEqualTo("python".length());
        // It has made the socket a blocking one, for all who hold it.
        OsOperation reader = fixture.operation(pair.near());
        assertThat(fixture.receive(reader, 10, OsStatus.NO_WAIT)).isEqualTo(OsStatus.UNAVAILABLE);
        assertThat(fetch(ticket)).isEqualTo(TicketOffice.UNKNOWN + " 0");
        assertThat(fetch(keepsTheOfficeOpen)).isEqualTo("0 1");
    }

    @Test
    void givesNoDescriptorToTheExporter() throws Exception {
        LinuxSocket connection = fixture.connect().near();
        List<byte[]> tickets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tickets.add(sharing.exportTo(connection, null, python.pid()));
        }
        for (int given = 1; given < tickets.size(); given++) {
            long before = SocketFixture.descriptors();
            assertThat(fetch(tickets.get(given), given)).isEqualTo("0 1");
            // In a moment what was kept is closed, and so is what came.
            SocketFixture.awaitDescriptors(before - 1);
        }
        assertThat(fetch(tickets.get(0))).isEqualTo("0 1");
    }

    /** An exporter that can't open {@code /proc} knows nothing of the target. */
    @Test
    void isNotTakenToHaveEndedForLackOfDescriptors() throws Exception {
        LinuxSocket connection = fixture.connect().near();
        byte[] kept = sharing.exportTo(connection, null, python.pid());
        // No class is found any more when no file can be opened.
        assertThat(TicketErrors.system("open", Errno.EMFILE.code())).hasMessageContaining("EMFILE");
        Throwable refusal = null;
        limitDescriptors(3);
        try {
            sharing.exportTo(connection, null, python.pid());
        } catch (IOException e) {
            refusal = e;
        } finally {
            // Meanwhile the office looks whether the target lives.
            Thread.sleep(2_500);
            limitDescriptors(0);
        }
        assertThat(refusal).isExactlyInstanceOf(ShareException.class).hasMessageContaining("EMFILE");
        assertThat(fetch(kept)).isEqualTo("0 1");
    }

    @Test
    void isRefusedWhatIsForAnother() throws Exception {
        LinuxSocket listener = fixture.listener();
        byte[] forAnother =
                sharing.exportTo(listener, null, ProcessHandle.current().pid());
        byte[] forIt = sharing.exportTo(fixture.connect().near(), null, python.pid());
        assertThat(fetch(forAnother)).isEqualTo(TicketOffice.NOT_YOURS + " 0");
        assertThat(fetch(forIt)).isEqualTo("0 1");
        fixture.closing(sharing.read(forAnother).open().socket());
    }
}
