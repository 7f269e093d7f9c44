package io.nioshare.harness.demo.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** The little of a request that a file server looks at. */
record HttpRequest(String method, String path, boolean keepAlive) {
    private static final String END = "\r\n\r\n";

    /**
     * Takes a request out of a buffer that is ready for being read.
     *
     * @return nothing as long as the end of the head isn't there, and then the buffer is as it was
     */
    static Optional<HttpRequest> take(ByteBuffer input) {
        String text = StandardCharsets.ISO_8859_1.decode(input.duplicate()).toString();
        int end = text.indexOf(END);
        if (end < 0) {
            return Optional.empty();
        }
        input.position(input.position() + end + END.length());
        return Optional.of(parse(text.substring(0, end)));
    }

    private static HttpRequest parse(String head) {
        String[] first = head.lines().findFirst().orElse("").split(" ");
        if (first.length != 3) {
            return new HttpRequest("", "/", false);
        }
        boolean close = head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
        return new HttpRequest(first[0], first[1], first[2].equals("HTTP/1.1") && !close);
    }
}
