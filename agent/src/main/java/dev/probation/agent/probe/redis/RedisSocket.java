package dev.probation.agent.probe.redis;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.http.CaFile;
import dev.probation.agent.http.CaFileException;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The socket of one attempt, which the deadline closes in whatever state it is: connecting, in TLS, or reading. */
final class RedisSocket implements JedisSocketFactory, Closeable {

    private final RedisTarget target;
    private final BlockingCall call;
    private final Socket raw = new Socket();

    RedisSocket(RedisTarget target, BlockingCall call) {
        this.target = target;
        this.call = call;
        call.closeAtDeadline(raw);
    }

    @Override
    public Socket createSocket() {
        try {
            int left = (int) Math.min(Integer.MAX_VALUE, call.left().toMillis());
            raw.setTcpNoDelay(true);
            raw.setSoTimeout(left);
            raw.connect(new InetSocketAddress(target.host(), target.port()), left);
            return target.tls() ? secured() : raw;
        } catch (IOException | GeneralSecurityException broken) {
            throw new JedisConnectionException("no connection", broken);
        }
    }

    private Socket secured() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, target.host(), target.port(), true);
        if (!target.insecureSkipVerify()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
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
    public void close() throws IOException {
        raw.close();
    }
}
