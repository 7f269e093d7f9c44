package io.nioshare.harness.applications;

import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Jetty 12, with {@code java.net.http} as its client. */
final class JettyApplication {

    private JettyApplication() {}

    public static void main(String[] arguments) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        connector.setHost(host);
        connector.setAcceptQueueSize(Check.CONNECTIONS);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.write(true, ByteBuffer.wrap(HttpLoad.CONTENT), callback);
                return true;
            }
        });
        server.start();
        HttpLoad.run(URI.create("http://" + host + ":" + connector.getLocalPort() + "/"), false);
        server.stop();
        Check.passed();
    }
}
