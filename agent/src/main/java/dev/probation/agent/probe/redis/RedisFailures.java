package dev.probation.agent.probe.redis;

import dev.probation.agent.probe.Details;
import dev.probation.agent.probe.ProbeFailures;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import java.util.Locale;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Sorts what the driver throws: the first word of a server's error is its code. */
final class RedisFailures {

    private final RedisTarget target;
    private final String peer;

    RedisFailures(RedisTarget target) {
        this.target = target;
        this.peer = target.host() + ':' + target.port();
    }

    Failed of(Throwable thrown) {
        if (thrown instanceof JedisDataException error) {
            return answered(error);
        }
        return ProbeFailures.known(thrown, peer).orElseGet(() -> unanswered(thrown));
    }

    private Failed answered(JedisDataException error) {
        String message = String.valueOf(error.getMessage());
        String code = message.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        boolean denied = error instanceof JedisAccessControlException
                || code.equals("NOAUTH")
                || code.equals("DENIED")
                || message.startsWith("ERR AUTH")
                || message.startsWith("ERR Client sent AUTH");
        return new Failed(
                denied ? Cause.DENIED : Cause.REJECTED,
                Details.of(peer + " answered " + message + (denied ? advice(code) : "")));
    }

    private String advice(String code) {
        String user = target.user().orElse("default");
        return switch (code) {
            case "NOPERM" -> "; as an administrator: ACL SETUSER " + user + " +info";
            case "NOAUTH" -> "; set the target's password, and user where it has one";
            case "DENIED" -> "; the server's protected mode takes loopback only";
            default -> "; check the target's user and password";
        };
    }

    /** The driver gives two things without a cause: an end in the middle, and bytes that are not of the protocol. */
    private Failed unanswered(Throwable thrown) {
        if (!(thrown instanceof JedisConnectionException)) {
            return ProbeFailures.of(thrown, peer);
        }
        return String.valueOf(thrown.getMessage()).startsWith("Unknown reply")
                ? new Failed(Cause.BAD_BODY, Details.of(peer + " does not speak the Redis protocol"))
                : new Failed(Cause.RESET, Details.of(peer + " closed the connection before the response was complete"));
    }
}
