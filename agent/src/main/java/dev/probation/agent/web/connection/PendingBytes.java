package dev.probation.agent.web.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.LongConsumer;

/**
 * Counts what a connection has sent that is not a whole header or a piece of a body yet: headers of two bytes each take some forty
 * times as much memory as they have bytes. Also has the connection read and write in small pieces, so that no client makes the
 * server work for it for long, or keep much for it. The one place that looks behind the interface of Vert.x.
 */
final class PendingBytes {

    /** About a usual request. As much is taken apart even where the answer to an earlier request has not been taken. */
    private static final int PIECE = 512;

    /** Of a body whose length is known, so that a piece of it has nothing of the next request. */
    private static final int BODY_PIECE = 16 * 1024;

    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(4 * 1024, 8 * 1024);

    /** As Vert.x calls what takes HTTP apart. */
    private static final String DECODER = "httpDecoder";

    private final LongConsumer changed;
    private long bytes;
    /** What is left of a body whose length is known. */
    private long body;

    private PendingBytes(LongConsumer changed) {
        this.changed = changed;
    }

    /** @param changed is told by how much they become more, before they are taken apart, or fewer */
    static PendingBytes of(HttpConnection connection, LongConsumer changed) {
        PendingBytes pending = new PendingBytes(changed);
        Channel channel = ((ConnectionBase) connection).channel();
        channel.config()
                .setRecvByteBufAllocator(pending.new Pieces().maxMessagesPerRead(1))
                .setWriteBufferWaterMark(UNSENT);
        channel.pipeline()
                .addBefore(DECODER, null, pending.new BeforeDecoder())
                .addAfter(DECODER, null, pending.new AfterDecoder());
        return pending;
    }

    long bytes() {
        return bytes;
    }

    /** They are taken apart, or thrown away. */
    void clear() {
        change(-bytes);
    }

    private void change(long by) {
        if (by != 0) {
            bytes += by;
            changed.accept(by);
        }
    }

    private final class BeforeDecoder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf piece) {
                change(piece.readableBytes());
            }
            if (context.channel().isOpen()) {
                context.fireChannelRead(message);
            } else {
                ReferenceCountUtil.release(message);
            }
        }
    }

    private final class AfterDecoder extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            clear();
            if (message instanceof HttpRequest request) {
                // one that is no HTTP may have a length that is no number
                body = request.decoderResult().isFailure() ? 0 : HttpUtil.getContentLength(request, 0L);
            } else if (message instanceof HttpContent piece) {
                body -= piece.content().readableBytes();
            }
            context.fireChannelRead(message);
        }
    }

    /** As large as it is to be read next. */
    private final class Pieces extends DefaultMaxMessagesRecvByteBufAllocator {
        @Override
        public ExtendedHandle newHandle() {
            return new MaxMessageHandle() {
                @Override
                public int guess() {
                    return body > PIECE ? (int) Math.min(body, BODY_PIECE) : PIECE;
                }
            };
        }
    }
}
