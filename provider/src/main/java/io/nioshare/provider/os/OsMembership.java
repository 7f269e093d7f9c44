package io.nioshare.provider.os;

import java.net.InetAddress;
import java.net.NetworkInterface;

/**
 * A socket's membership in a multicast group on an interface.
 *
 * @param source the one sender whose datagrams are wanted, of the group's type; null for all
 */
public record OsMembership(InetAddress group, NetworkInterface networkInterface, InetAddress source) {}
