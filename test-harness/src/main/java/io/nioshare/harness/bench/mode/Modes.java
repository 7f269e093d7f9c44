package io.nioshare.harness.bench.mode;

import io.nioshare.harness.bench.load.AcceptLoad;
import io.nioshare.harness.bench.load.BatchLoad;
import io.nioshare.harness.bench.load.DatagramLoad;
import io.nioshare.harness.bench.load.DrainLoad;
import io.nioshare.harness.bench.load.FillLoad;
import io.nioshare.harness.bench.load.TurnsLoad;
import io.nioshare.harness.bench.netty.NettyWorkload;
import io.nioshare.harness.bench.workload.AcceptServer;
import io.nioshare.harness.bench.workload.BlockedThreads;
import io.nioshare.harness.bench.workload.BlockingReceiver;
import io.nioshare.harness.bench.workload.BlockingSender;
import io.nioshare.harness.bench.workload.Buffers;
import io.nioshare.harness.bench.workload.Churn;
import io.nioshare.harness.bench.workload.DatagramEcho;
import io.nioshare.harness.bench.workload.EchoServer;
import io.nioshare.harness.bench.workload.Flip;
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
                    .loadedBy(port -> new BatchLoad(port, count))
                    .besideNetty(NettyWorkload::echo));
        }
        for (int count : new int[] {100, 1_000, 5_000}) {
            modes.add(Mode.of("idle-" + count, REPLY, EchoServer::new)
                    .loadedBy(port -> new TurnsLoad(port, count + 1, 1))
                    .besideNetty(NettyWorkload::echo));
        }
        modes.add(Mode.of("accept", "connection accepted and closed", AcceptServer::new)
                .loadedBy(AcceptLoad::new)
                .besideNetty(NettyWorkload::accept));
        throughput(modes);
        modes.add(Mode.of("wakeup", "thread woken", Wakeups::new));
        modes.add(Mode.of("churn", "registration and cancellation", Churn::new));
        modes.add(Mode.of("flip", "interest set changed", Flip::new));
        modes.add(Mode.of("open-close", "Selector opened and closed", OpenAndClose::new));
        modes.add(Mode.of("udp", REPLY, DatagramEcho::new)
                .loadedBy(DatagramLoad::new)
                .besideNetty(NettyWorkload::datagrams));
        modes.add(Mode.of("threads-100", REPLY, BlockedThreads::new).loadedBy(port -> new TurnsLoad(port, 100, 100)));
        return modes;
    }

    private static void throughput(List<Mode> modes) {
        modes.add(Mode.of("send-heap", SENT, () -> new Sender(Buffers.HEAP)).loadedBy(DrainLoad::new));
        modes.add(Mode.of("send-direct", SENT, () -> new Sender(Buffers.DIRECT))
                .loadedBy(DrainLoad::new)
                .besideNetty(NettyWorkload::send));
        modes.add(
                Mode.of("send-gather", SENT, () -> new Sender(Buffers.SIXTEEN)).loadedBy(DrainLoad::new));
        modes.add(Mode.of("send-blocking", SENT, () -> new BlockingSender(Buffers.DIRECT))
                .loadedBy(DrainLoad::new));
        modes.add(Mode.of("receive-heap", RECEIVED, () -> new Receiver(Buffers.HEAP))
                .loadedBy(FillLoad::new));
        modes.add(Mode.of("receive-direct", RECEIVED, () -> new Receiver(Buffers.DIRECT))
                .loadedBy(FillLoad::new)
                .besideNetty(NettyWorkload::receive));
        modes.add(Mode.of("receive-scatter", RECEIVED, () -> new Receiver(Buffers.SIXTEEN))
                .loadedBy(FillLoad::new));
        modes.add(Mode.of("receive-blocking", RECEIVED, () -> new BlockingReceiver(Buffers.DIRECT))
                .loadedBy(FillLoad::new));
    }
}
