package io.nioshare.harness.bench.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.nioshare.harness.bench.mode.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The workloads by Netty, with its native epoll and one event loop. */
public final class NettyWorkload implements Workload {
    private static final int BACKLOG = 1_024;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Channel channel;

    private NettyWorkload(Binder binder) throws InterruptedException {
        channel = binder.bind(group);
    }

    private interface Binder {
        Channel bind(EventLoopGroup group) throws InterruptedException;
    }

    public static Workload echo() throws InterruptedException {
        return server(Handlers.Echo::new);
    }

    public static Workload accept() throws InterruptedException {
        return server(Handlers.Closing::new);
    }

    public static Workload send() throws InterruptedException {
        return server(Handlers.Sending::new);
    }

    public static Workload receive() throws InterruptedException {
        return server(Handlers.Dropping::new);
    }

    public static Workload datagrams() throws InterruptedException {
        return new NettyWorkload(group -> new Bootstrap()
                .group(group)
                .channel(EpollDatagramChannel.class)
                .handler(new Handlers.DatagramEcho())
                .bind(ANY_PORT)
                .sync()
                .channel());
    }

    private static Workload server(Supplier<ChannelHandler> handlers) throws InterruptedException {
        return new NettyWorkload(group -> new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(initializer(handlers))
                .bind(ANY_PORT)
                .sync()
                .channel());
    }

    private static ChannelInitializer<Channel> initializer(Supplier<ChannelHandler> handlers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel child) {
                child.pipeline().addLast(handlers.get());
            }
        };
    }

    @Override
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
