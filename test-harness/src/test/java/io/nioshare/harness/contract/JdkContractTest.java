package io.nioshare.harness.contract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The contract on the JDK's own provider, which shows that the tests ask for nothing but the contract. Left out of fast
 * runs: neither changes often.
 */
@Tag("slow")
class JdkContractTest {

    @Nested
    class SocketChannelStateTest extends SocketChannelStateContract {}

    @Nested
    class SocketChannelConnectTest extends SocketChannelConnectContract {}

    @Nested
    class SocketChannelTransferTest extends SocketChannelTransferContract {}

    @Nested
    class SocketChannelShutdownTest extends SocketChannelShutdownContract {}

    @Nested
    class HugeTransfersTest extends HugeTransfersContract {}

    @Nested
    class EarlyPeersTest extends EarlyPeersContract {}

    @Nested
    class LinkLocalTest extends LinkLocalContract {}

    @Nested
    class AsynchronousCloseTest extends AsynchronousCloseContract {}

    @Nested
    class ServerSocketChannelTest extends ServerSocketChannelContract {}

    @Nested
    class OptionsTest extends OptionsContract {}

    @Nested
    class SelectableChannelTest extends SelectableChannelContract {}

    @Nested
    class SelectionKeyTest extends SelectionKeyContract {}

    @Nested
    class SelectorTest extends SelectorContract {}

    @Nested
    class SelectorConcurrencyTest extends SelectorConcurrencyContract {}

    @Nested
    class ManyConnectionsTest extends ManyConnectionsContract {}

    @Nested
    class SelectorStormTest extends SelectorStormContract {}

    @Nested
    class BusyChannelsTest extends BusyChannelsContract {}

    @Nested
    class ClosedChannelsTest extends ClosedChannelsContract {}

    @Nested
    class HandleLeakTest extends HandleLeakContract {}

    @Nested
    class DatagramChannelStateTest extends DatagramChannelStateContract {}

    @Nested
    class DatagramChannelTransferTest extends DatagramChannelTransferContract {}

    @Nested
    class DatagramChannelBlockingTest extends DatagramChannelBlockingContract {}

    @Nested
    class PipeTest extends PipeContract {}

    @Nested
    class MulticastTest extends MulticastContract {}

    @Nested
    class DatagramSocketViewTest extends DatagramSocketViewContract {}

    @Nested
    class MulticastSocketViewTest extends MulticastSocketViewContract {}

    @Nested
    class SocketViewTest extends SocketViewContract {}

    @Nested
    class SocketViewStreamsTest extends SocketViewStreamsContract {}

    @Nested
    class ServerSocketViewTest extends ServerSocketViewContract {}

    @Nested
    class ChannelStreamsTest extends ChannelStreamsContract {}

    @Nested
    class StreamsBothWaysTest extends StreamsBothWaysContract {}

    @Nested
    class SegmentBuffersTest extends SegmentBuffersContract {}

    @Nested
    class FileTransferTest extends FileTransferContract {}

    @Nested
    class UnixDomainTest extends UnixDomainContract {}

    @Nested
    @WithinTheHost
    class UnixDomainTransferTest extends SocketChannelTransferContract {}

    @Nested
    @WithinTheHost
    class UnixDomainShutdownTest extends SocketChannelShutdownContract {}

    @Nested
    @WithinTheHost
    class UnixDomainAsynchronousCloseTest extends AsynchronousCloseContract {}

    @Nested
    @WithinTheHost
    class UnixDomainSelectorTest extends SelectorContract {}

    @Nested
    @WithinTheHost
    class UnixDomainSelectorConcurrencyTest extends SelectorConcurrencyContract {}

    @Nested
    @WithinTheHost
    class UnixDomainStreamsTest extends ChannelStreamsContract {}

    @Nested
    @WithinTheHost
    class UnixDomainFileTransferTest extends FileTransferContract {}

    @Nested
    class ProviderTest extends ProviderContract {}

    @Nested
    class SecurityManagerTest extends SecurityManagerContract {}

    @Nested
    class SecurityManagerDatagramTest extends SecurityManagerDatagramContract {}
}
