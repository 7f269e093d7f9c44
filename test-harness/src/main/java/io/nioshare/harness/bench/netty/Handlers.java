package io.nioshare.harness.bench.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;

/** What Netty's channels do. */
final class Handlers {
    private static final int PIECE = 64 * 1024;

    private Handlers() {}

    static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }

    static final class DatagramEcho extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            context.writeAndFlush(new DatagramPacket(packet.content().retain(), packet.sender()));
        }
    }

    static final class Closing extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.close();
        }
    }

    static final class Dropping extends SimpleChannelInboundHandler<ByteBuf> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {}
    }

    /** Keeps as much queued as Netty thinks right. */
    static final class Sending extends ChannelInboundHandlerAdapter {
        private final ByteBuf piece = Unpooled.unreleasableBuffer(
                Unpooled.directBuffer(PIECE, PIECE).writerIndex(PIECE).asReadOnly());

        @Override
        public void channelActive(ChannelHandlerContext context) {
            fill(context);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            fill(context);
        }

        private void fill(ChannelHandlerContext context) {
            while (context.channel().isActive() && context.channel().isWritable()) {
                context.write(piece.duplicate(), context.voidPromise());
            }
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            System.err.println("sending ended: " + cause);
            context.close();
        }
    }
}
