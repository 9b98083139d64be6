package dev.probation.agent.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A range of IP addresses, such as {@code 10.0.0.0/8}; or one, such as {@code 192.0.2.7}. No name server is asked. */
public final class Network {

    private static final Pattern WRITTEN = Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final int IPV4_BYTES = 4;

    /** What one subscriber gets of IPv6. */
    private static final int SUBSCRIBER_BYTES = 8;

    private final byte[] base;
    private final int bits;

    private Network(byte[] base, int bits) {
        this.base = base;
        this.bits = bits;
    }

    /** Empty where it is not one. */
    public static Optional<Network> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String length = matcher.group(2);
        return bytes(matcher.group(1))
                .map(base -> new Network(base, length == null ? base.length * Byte.SIZE : Integer.parseInt(length)))
                .filter(network -> network.bits <= network.base.length * Byte.SIZE);
    }

    /** Whether an IP address is in it; false where the text is none. */
    public boolean contains(String address) {
        return bytes(address).filter(this::contains).isPresent();
    }

    private boolean contains(byte[] address) {
        if (address.length != base.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(address, 0, whole, base, 0, whole)
                && (rest == 0 || (address[whole] ^ base[whole]) >> (Byte.SIZE - rest) == 0);
    }

    /** What stands for the client at an address: of IPv4 the address, and of IPv6 the /64, since one client has all of that. */
    public static String client(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        return bytes(address)
                .filter(bytes -> bytes.length > IPV4_BYTES)
                .map(bytes -> HexFormat.of().formatHex(bytes, 0, SUBSCRIBER_BYTES))
                .orElse(address);
    }

    private static Optional<byte[]> bytes(String address) {
        String plain = address.replaceFirst("%.*", "");
        if (plain.indexOf(':') < 0 && !IPV4.matcher(plain).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(plain).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network && bits == network.bits && Arrays.equals(base, network.base);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(base) + bits;
    }
}
