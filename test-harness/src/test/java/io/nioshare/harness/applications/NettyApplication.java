package io.nioshare.harness.applications;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Netty 4.2 with its NIO transport: TCP and UDP echo. */
final class NettyApplication {

    private static final byte[] CONTENT = Check.content(2, 200_000);
    private static final int DATAGRAMS = 100;
    private static final int WINDOW = 8;

    private final EventLoopGroup servers = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final EventLoopGroup clients = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private NettyApplication() {}

    public static void main(String[] arguments) throws Exception {
        NettyApplication application = new NettyApplication();
        application.echoConnections();
        application.echoDatagrams();
        application.servers.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        application.clients.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        Check.passed();
    }

    private void echoConnections() throws Exception {
        Channel server = new ServerBootstrap()
                .group(servers)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, Check.CONNECTIONS)
                .childHandler(initializer(Echo::new))
                .bind(anyPort)
                .sync()
                .channel();
        CountDownLatch left = new CountDownLatch(Check.CONNECTIONS);
        AtomicInteger right = new AtomicInteger();
        Bootstrap client = new Bootstrap()
                .group(clients)
                .channel(NioSocketChannel.class)
                .handler(initializer(() -> new Asker(left, right)));
        for (int i = 0; i < Check.CONNECTIONS; i++) {
            client.connect(server.localAddress());
        }
        Check.equal("all echoed", true, left.await(Check.LIMIT_SECONDS, TimeUnit.SECONDS));
        Check.equal("right checksums", Check.CONNECTIONS, right.get());
        server.close().sync();
    }

    private interface HandlerFactory {
        ChannelInboundHandlerAdapter create();
    }

    private static ChannelInitializer<SocketChannel> initializer(HandlerFactory handlers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(handlers.create());
            }
        };
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    /** Sends the content and compares what comes back. */
    private static final class Asker extends ChannelInboundHandlerAdapter {

        private final CountDownLatch left;
        private final AtomicInteger right;
        private final ByteBuf received = Unpooled.buffer(CONTENT.length);

        Asker(CountDownLatch left, AtomicInteger right) {
            this.left = left;
            this.right = right;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(CONTENT));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            ByteBuf part = (ByteBuf) message;
            received.writeBytes(part);
            part.release();
            if (received.readableBytes() < CONTENT.length) {
                return;
            }
            if (Check.sameChecksum(CONTENT, ByteBufUtil.getBytes(received))) {
                right.incrementAndGet();
            }
            context.close();
            left.countDown();
        }
    }

    private void echoDatagrams() throws Exception {
        Channel server = datagrams(servers, new SimpleChannelInboundHandler<>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                context.writeAndFlush(new DatagramPacket(packet.content().retain(), packet.sender()));
            }
        });
        // UDP drops what a receiver has no room for, so only a few are on the way at any time.
        Semaphore window = new Semaphore(WINDOW);
        Channel client = datagrams(clients, new SimpleChannelInboundHandler<>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                if (ByteBufUtil.equals(packet.content(), Unpooled.wrappedBuffer(CONTENT, 0, 1000))) {
                    window.release();
                }
            }
        });
        InetSocketAddress target = (InetSocketAddress) server.localAddress();
        for (int i = 0; i < DATAGRAMS; i++) {
            Check.equal("echoed", true, window.tryAcquire(Check.LIMIT_SECONDS, TimeUnit.SECONDS));
            client.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(CONTENT, 0, 1000), target));
        }
        Check.equal("all echoed", true, window.tryAcquire(WINDOW, Check.LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    private Channel datagrams(EventLoopGroup group, SimpleChannelInboundHandler<DatagramPacket> handler)
            throws InterruptedException {
        return new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(handler)
                .bind(anyPort)
                .sync()
                .channel();
    }
}
