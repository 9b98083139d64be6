package dev.probation.agent.config.address;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names and addresses that only this machine reaches, told apart without asking a name server. */
public final class Loopback {

    private static final Pattern IPV4 = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    private Loopback() {}

    public static boolean isLoopback(String host) {
        return switch (host.toLowerCase(Locale.ROOT)) {
            case "localhost", "::1", "[::1]" -> true;
            default -> IPV4.matcher(host).matches();
        };
    }
}
