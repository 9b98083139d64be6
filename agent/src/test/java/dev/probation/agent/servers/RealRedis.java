package dev.probation.agent.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A real Redis on a free port of loopback, without persistence. */
public final class RealRedis implements AutoCloseable {

    private final RedisServer server;
    private final int port;

    private RealRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts one with these lines of redis.conf. */
    public static RealRedis start(String... settings) throws IOException {
        int port = freePort();
        RedisServerBuilder builder = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no");
        for (String setting : settings) {
            builder.setting(setting);
        }
        RedisServer server = builder.build();
        server.start();
        return new RealRedis(server, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** A connection of the default user. */
    public Jedis connect() {
        return new Jedis("127.0.0.1", port);
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
