/**
 * The interface of nio-share: sockets of {@code java.nio} that can move to another process.
 *
 * <p>It has no native code and no dependencies. What does the work is a provider, chosen by the system property
 * {@code java.nio.channels.spi.SelectorProvider}.
 */
module io.nioshare.api {
    exports io.nioshare;
    exports io.nioshare.spi;
}
