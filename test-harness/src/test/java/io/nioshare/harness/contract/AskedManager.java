package io.nioshare.harness.contract;

import java.net.InetAddress;
import java.security.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A security manager that notes what channels ask it for, and refuses what it is told to. */
@SuppressWarnings("removal")
final class AskedManager extends SecurityManager {

    private final List<String> asked = new ArrayList<>();
    private Predicate<String> refused = question -> false;

    /** Refuses questions that begin like this from now on, and forgets what it was asked. */
    synchronized void refuse(String beginning) {
        refused = question -> question.startsWith(beginning);
        asked.clear();
    }

    synchronized void refuseNothing() {
        refused = question -> false;
        asked.clear();
    }

    /** What it was asked since it was last asked this. */
    synchronized List<String> asked() {
        List<String> questions = List.copyOf(asked);
        asked.clear();
        return questions;
    }

    private synchronized void ask(String question) {
        asked.add(question);
        if (refused.test(question)) {
            throw new SecurityException(question);
        }
    }

    @Override
    public void checkConnect(String host, int port) {
        ask("connect " + host + " " + port);
    }

    @Override
    public void checkListen(int port) {
        ask("listen " + port);
    }

    @Override
    public void checkAccept(String host, int port) {
        ask("accept " + host + " " + port);
    }

    @Override
    public void checkMulticast(InetAddress group) {
        ask("multicast " + group.getHostAddress());
    }

    /** Everything but sockets within the host and those of other processes is granted, and not noted. */
    @Override
    public void checkPermission(Permission permission) {
        String name = permission.getName();
        if (name.equals("accessUnixDomainSocket") || name.equals("inheritedChannel")) {
            ask(name);
        }
    }
}
