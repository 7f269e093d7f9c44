package io.nioshare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import org.junit.jupiter.api.Test;

class ShareableChannelTest {
    private static final String SETTING =
            "-Djava.nio.channels.spi.SelectorProvider=io.nioshare.provider.ShareableSelectorProvider";

    private final FakeProvider.FakeChannel channel = new FakeProvider.FakeChannel();
    private final FakeProvider provider = new FakeProvider(channel);

    @Test
    void ofReturnsTheChannelItself() {
        assertThat(ShareableChannel.of(channel)).isSameAs(channel);
    }

    @Test
    void ofNamesTheForeignClassAndTheSetting() throws Exception {
        try (SocketChannel foreign = SocketChannel.open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ShareableChannel.of(foreign))
                    .withMessageContaining(foreign.getClass().getName())
                    .withMessageContaining(SETTING);
        }
    }

    @Test
    void ofRefusesNull() {
        assertThatNullPointerException().isThrownBy(() -> ShareableChannel.of(null));
    }

    @Test
    void importWithoutSharingProviderNamesTheOneInForceAndTheSetting() {
        final String inForce = SelectorProvider.provider().getClass().getName();

        assertThatIllegalStateException()
                .isThrownBy(() -> ShareableChannel.importFrom(new byte[1]))
                .withMessageContaining(inForce)
                .withMessageContaining(SETTING);
        assertThatIllegalStateException()
                .isThrownBy(() -> ShareableChannel.importFrom(new byte[1], SocketChannel.class))
                .withMessageContaining(inForce)
                .withMessageContaining(SETTING);
    }

    @Test
    void sharingProviderIsTheSelectorProviderItself() throws Exception {
        assertThat(Providers.sharing(provider).importFrom(new byte[1])).isSameAs(channel);
        assertThat(Providers.sharing(provider).importFrom(new byte[1], Channel.class))
                .isSameAs(channel);
    }

    @Test
    void wrongKindIsTheProvidersToClose() {
        assertThatExceptionOfType(TokenException.class)
                .isThrownBy(() -> Providers.sharing(provider).importFrom(new byte[1], SocketChannel.class))
                .matches(exception -> exception.reason() == TokenException.Reason.WRONG_KIND);
        assertThat(channel.isOpen()).isFalse();
    }
}
