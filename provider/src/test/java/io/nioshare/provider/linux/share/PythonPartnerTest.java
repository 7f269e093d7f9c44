package io.nioshare.provider.linux.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nioshare.provider.linux.socket.LinuxSocket;
import io.nioshare.provider.linux.socket.SocketFixture;
import io.nioshare.provider.linux.socket.SocketFixture.Pair;
import io.nioshare.provider.os.OsOperation;
import io.nioshare.provider.os.OsStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;
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
            import os, socket, sys
            def fetch(ticket):
                name = b"\\0" + ticket[92:92 + int.from_bytes(ticket[88:92], "big")]
                with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as office:
                    office.connect(name)
                    office.send(ticket[44:60])
                    status, descriptors, _, _ = socket.recv_fds(office, 1, 1)
                    return status[0], descriptors
            print("ready", flush=True)
            for line in sys.stdin:
                status, descriptors = fetch(bytes.fromhex(line.strip()))
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
        requests.write(HexFormat.of().formatHex(ticket) + "\n");
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
