package io.nioshare.harness.demo.server;

import java.io.IOException;

/**
 * Two processes that write one response, so many bytes each, in turn. The operating system doesn't order what they
 * write: they have to.
 */
final class Turns {
    private final Link other;
    private final long size;
    private int taken;

    Turns(Link other, long size) {
        this.other = other;
        this.size = size;
    }

    long size() {
        return size;
    }

    int taken() {
        return taken;
    }

    /** It is this process's turn, at the position where the other one stopped. */
    void mine(HttpConnection connection, long position) {
        connection.response().moveTo(position);
        connection.response().allow(position + size);
        connection.proceed();
    }

    /** It is the other's turn, at the position where this process stopped. */
    void theirs(HttpConnection connection) throws IOException {
        taken++;
        connection.pause();
        other.send("turn %d", connection.response().position());
    }
}
