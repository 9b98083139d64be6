package dev.probation.agent.probe.redis;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.blocking.DeadlineSockets;
import dev.probation.agent.http.CaFile;
import dev.probation.agent.http.CaFileException;
import dev.probation.agent.names.FoundHost;
import dev.probation.agent.names.ServerName;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The connection of one attempt, which the deadline closes in whatever state it is: connecting, in TLS, or reading. */
final class RedisSocket implements JedisSocketFactory, Closeable {

    private final RedisTarget target;
    private final FoundHost host;
    private final BlockingCall call;
    private final DeadlineSockets sockets = new DeadlineSockets();

    RedisSocket(RedisTarget target, FoundHost host, BlockingCall call) {
        this.target = target;
        this.host = host;
        this.call = call;
        call.closeAtDeadline(sockets);
    }

    @Override
    public Socket createSocket() {
        try {
            Socket raw = host.connect(target.port(), call.left(), sockets::unconnected);
            raw.setTcpNoDelay(true);
            raw.setSoTimeout((int) Math.min(Integer.MAX_VALUE, call.left().toMillis()));
            return target.tls() ? secured(raw) : raw;
        } catch (IOException | GeneralSecurityException broken) {
            throw new JedisConnectionException("no connection", broken);
        }
    }

    private Socket secured(Socket raw) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, target.host(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        ServerName.tell(target.host(), parameters);
        if (!target.insecureSkipVerify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Null for the JDK's authorities. */
    private TrustManager @Nullable [] trusted() throws CaFileException {
        if (target.insecureSkipVerify()) {
            return InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
        }
        return target.caFile().isEmpty()
                ? null
                : new CaFile(target.caFile().get()).trusted().getTrustManagers();
    }

    @Override
    public void close() {
        sockets.close();
    }
}
