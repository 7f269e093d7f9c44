package io.nioshare.provider.adapt;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The address that stands for every address of this host, as {@code java.net} shows it. */
final class WildcardAddress {

    private WildcardAddress() {}

    static InetAddress get() {
        return new InetSocketAddress(0).getAddress();
    }
}
