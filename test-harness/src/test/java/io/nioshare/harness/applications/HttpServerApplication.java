package io.nioshare.harness.applications;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;

/** {@code jdk.httpserver}, echoing and serving, with {@code java.net.http} as its client. */
final class HttpServerApplication {

    private HttpServerApplication() {}

    public static void main(String[] arguments) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Check.CONNECTIONS);
        server.createContext("/", HttpServerApplication::serve);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.start();
        InetSocketAddress address = server.getAddress();
        URI uri = URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/");
        HttpLoad.run(uri, true);
        server.stop(0);
        Check.passed();
    }

    private static void serve(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        byte[] response = request.length == 0 ? HttpLoad.CONTENT : request;
        exchange.sendResponseHeaders(200, response.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(response);
        }
    }
}
