package dev.probation.agent.web.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Leaves connections with the operating system where the server is not done with those that it took before. Without it they are
 * taken on a thread of their own as fast as they come, and each has a descriptor, which the probes then lack.
 *
 * @param most that are open at the same time
 */
public record AcceptLimit(int most) implements Transport {

    /** With what is kept for each, a tenth of the heap. */
    private static final int MOST_CONNECTIONS = 1_000;

    /** Of the descriptors, one in so many is for connections to the server; the others are for probes, store and receivers. */
    private static final int SHARE = 4;

    private static final int ENOUGH_DESCRIPTORS = MOST_CONNECTIONS * SHARE;

    private static final int FEWEST_CONNECTIONS = 8;

    /**
     * A quarter more are taken than may stay, since another one is closed for each newcomer. Fewer are not enough for a busy machine,
     * and with more a newcomer would have to go for the next ones before it is heard.
     */
    private static final int NEWCOMERS = 4;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    /** How many connections a server of this process may have. */
    public static int connections() {
        return connections(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        ? system.getMaxFileDescriptorCount()
                        : ENOUGH_DESCRIPTORS);
    }

    static int connections(long descriptors) {
        return (int) Math.max(FEWEST_CONNECTIONS, Math.min(ENOUGH_DESCRIPTORS, descriptors) / SHARE);
    }

    /** Of a Vert.x on which a server with so many {@link #connections} listens. */
    public static AcceptLimit of(int connections) {
        return new AcceptLimit(connections + connections / NEWCOMERS);
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Throwable unavailabilityCause() {
        throw new UnsupportedOperationException("it is available everywhere");
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return new NioTransport() {
            @Override
            public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
                return domainSocket ? super.serverChannelFactory(true) : () -> new LimitedServerChannel(most);
            }
        };
    }

    /** Looks again in a moment where too many are open. Its thread does nothing else. */
    private static final class LimitedServerChannel extends NioServerSocketChannel {

        private final int most;
        private final AtomicInteger open = new AtomicInteger();

        LimitedServerChannel(int most) {
            this.most = most;
        }

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            if (open.get() >= most) {
                LockSupport.parkNanos(PAUSE);
                return 0;
            }
            int before = accepted.size();
            int count = super.doReadMessages(accepted);
            for (Object each : accepted.subList(before, accepted.size())) {
                open.incrementAndGet();
                Channel channel = (Channel) each;
                channel.closeFuture().addListener(closed -> afterNextTurn(channel, open::decrementAndGet));
            }
            return count;
        }

        /** Java gives a descriptor back when the channel's event loop next looks for input; only then are timers run. */
        private static void afterNextTurn(Channel channel, Runnable task) {
            ScheduledFuture<?> unused = channel.eventLoop().schedule(task, 1, TimeUnit.NANOSECONDS);
        }
    }
}
