package io.nioshare.harness.bench.mode;

import io.nioshare.harness.bench.load.AcceptLoad;
import io.nioshare.harness.bench.load.BatchLoad;
import io.nioshare.harness.bench.load.DatagramLoad;
import io.nioshare.harness.bench.load.DrainLoad;
import io.nioshare.harness.bench.load.FillLoad;
import io.nioshare.harness.bench.load.HandOffLoad;
import io.nioshare.harness.bench.load.IdleLoad;
import io.nioshare.harness.bench.load.MemoryLoad;
import io.nioshare.harness.bench.load.TurnsLoad;
import io.nioshare.harness.bench.netty.NettyWorkload;
import io.nioshare.harness.bench.workload.AcceptServer;
import io.nioshare.harness.bench.workload.BlockedThreads;
import io.nioshare.harness.bench.workload.BlockingReceiver;
import io.nioshare.harness.bench.workload.BlockingSender;
import io.nioshare.harness.bench.workload.Buffers;
import io.nioshare.harness.bench.workload.Churn;
import io.nioshare.harness.bench.workload.CrowdedSelector;
import io.nioshare.harness.bench.workload.DatagramEcho;
import io.nioshare.harness.bench.workload.EchoServer;
import io.nioshare.harness.bench.workload.Flip;
import io.nioshare.harness.bench.workload.Footprint;
import io.nioshare.harness.bench.workload.HandOff;
import io.nioshare.harness.bench.workload.OpenAndClose;
import io.nioshare.harness.bench.workload.Receiver;
import io.nioshare.harness.bench.workload.RoundTrip;
import io.nioshare.harness.bench.workload.Sender;
import io.nioshare.harness.bench.workload.Wakeups;
import java.util.ArrayList;
import java.util.List;

/** All modes, in the order in which they are told. */
public final class Modes {
    private static final String REPLY = "request and reply";
    private static final String SENT = "64 KiB sent";
    private static final String RECEIVED = "64 KiB received";

    private static final int CROWD = 10_000;
    private static final List<Mode> ALL = List.copyOf(list());

    private Modes() {}

    public static List<Mode> all() {
        return ALL;
    }

    public static Mode named(String name) {
        return ALL.stream()
                .filter(mode -> mode.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no mode " + name));
    }

    private static List<Mode> list() {
        List<Mode> modes = new ArrayList<>();
        modes.add(Mode.of("round-trip", REPLY, RoundTrip::new));
        for (int count : new int[] {1, 100, 1_000, 5_000}) {
            modes.add(Mode.of("active-" + count, REPLY, EchoServer::new)
                    .loadedBy(remote -> new BatchLoad(remote.port(), count))
                    .besideNetty(NettyWorkload::echo)
                    .alsoInC());
        }
        for (int count : new int[] {100, 1_000, 5_000}) {
            modes.add(Mode.of("idle-" + count, REPLY, EchoServer::new)
                    .loadedBy(remote -> new TurnsLoad(remote.port(), count + 1, 1))
                    .besideNetty(NettyWorkload::echo)
                    .alsoInC());
        }
        modes.add(Mode.of("accept", "connection accepted and closed", AcceptServer::new)
                .loadedBy(remote -> new AcceptLoad(remote.port()))
                .besideNetty(NettyWorkload::accept)
                .alsoInC());
        throughput(modes);
        modes.add(Mode.of("wakeup", "thread woken", Wakeups::new));
        modes.add(Mode.of("churn", "registration and cancellation", Churn::new));
        modes.add(Mode.of("flip", "interest set changed", Flip::new));
        modes.add(Mode.of("open-close", "Selector opened and closed", OpenAndClose::new));
        modes.add(Mode.of("udp", REPLY, DatagramEcho::new)
                .loadedBy(remote -> new DatagramLoad(remote.port()))
                .besideNetty(NettyWorkload::datagrams)
                .alsoInC());
        modes.add(Mode.of("threads-100", REPLY, BlockedThreads::new)
                .loadedBy(remote -> new TurnsLoad(remote.port(), 100, 100)));
        modes.add(Mode.of("hand-off", "export, import, first byte", HandOff::new)
                .loadedBy(remote -> new HandOffLoad(remote.port()))
                .betweenProcesses());
        modes.add(Mode.of(
                        "crowd-10000",
                        "Selector with 10,000 channels opened and closed",
                        () -> new CrowdedSelector(CROWD))
                .loadedBy(remote -> new IdleLoad(remote, CROWD)));
        modes.add(Mode.of("heap-10000", "registered idle channel", Footprint::heap)
                .loadedBy(remote -> new MemoryLoad(remote, CROWD))
                .in(Unit.BYTES));
        modes.add(Mode.of("native-10000", "registered idle channel", Footprint::outsideOfHeap)
                .loadedBy(remote -> new MemoryLoad(remote, CROWD))
                .in(Unit.BYTES));
        return modes;
    }

    private static void throughput(List<Mode> modes) {
        modes.add(Mode.of("send-heap", SENT, () -> new Sender(Buffers.HEAP))
                .loadedBy(remote -> new DrainLoad(remote.port())));
        modes.add(Mode.of("send-direct", SENT, () -> new Sender(Buffers.DIRECT))
                .loadedBy(remote -> new DrainLoad(remote.port()))
                .besideNetty(NettyWorkload::send)
                .alsoInC());
        modes.add(Mode.of("send-gather", SENT, () -> new Sender(Buffers.SIXTEEN))
                .loadedBy(remote -> new DrainLoad(remote.port())));
        modes.add(Mode.of("send-blocking", SENT, () -> new BlockingSender(Buffers.DIRECT))
                .loadedBy(remote -> new DrainLoad(remote.port())));
        modes.add(Mode.of("receive-heap", RECEIVED, () -> new Receiver(Buffers.HEAP))
                .loadedBy(remote -> new FillLoad(remote.port())));
        modes.add(Mode.of("receive-direct", RECEIVED, () -> new Receiver(Buffers.DIRECT))
                .loadedBy(remote -> new FillLoad(remote.port()))
                .besideNetty(NettyWorkload::receive)
                .alsoInC());
        modes.add(Mode.of("receive-scatter", RECEIVED, () -> new Receiver(Buffers.SIXTEEN))
                .loadedBy(remote -> new FillLoad(remote.port())));
        modes.add(Mode.of("receive-blocking", RECEIVED, () -> new BlockingReceiver(Buffers.DIRECT))
                .loadedBy(remote -> new FillLoad(remote.port())));
    }
}
