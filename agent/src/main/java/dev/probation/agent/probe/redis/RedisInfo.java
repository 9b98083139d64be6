package dev.probation.agent.probe.redis;

import dev.probation.agent.blocking.BlockingCall;
import dev.probation.agent.config.Secret;
import dev.probation.agent.names.FoundHost;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;

/**
 * Reads a server's INFO over a connection of its own: that is cheap next to the interval, follows a failover's change of
 * address, and leaves nothing open. No database is selected and no name is set, which a narrow ACL would refuse.
 */
final class RedisInfo {

    private final RedisTarget target;

    RedisInfo(RedisTarget target) {
        this.target = target;
    }

    /** Keys and values of the default sections. */
    Map<String, String> read(BlockingCall call, FoundHost host) throws IOException {
        try (RedisSocket socket = new RedisSocket(target, host, call);
                Jedis jedis = new Jedis(socket, configuration(call))) {
            return parse(jedis.info());
        }
    }

    private DefaultJedisClientConfig configuration(BlockingCall call) {
        int left = (int) Math.min(Integer.MAX_VALUE, call.left().toMillis());
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .resp2()
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .connectionTimeoutMillis(left)
                .socketTimeoutMillis(left);
        target.user().ifPresent(config::user);
        target.password().map(Secret::reveal).ifPresent(config::password);
        return config.build();
    }

    static Map<String, String> parse(String info) {
        return info.lines()
                .map(line -> line.split(":", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (first, second) -> second));
    }
}
