/**
 * A {@link java.nio.channels.spi.SelectorProvider} whose channels can move to another process.
 */
module io.nioshare.provider {
    requires transitive io.nioshare.api;
    requires com.sun.jna;
    requires com.sun.jna.platform;
    requires static jdk.net;

    exports io.nioshare.provider;

    opens io.nioshare.provider.linux.libc to
            com.sun.jna;
    opens io.nioshare.provider.windows.jna to
            com.sun.jna;
}
