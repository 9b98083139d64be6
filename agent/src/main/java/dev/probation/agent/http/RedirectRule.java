package dev.probation.agent.http;

import dev.probation.agent.names.FoundHost;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which addresses a redirect to another host may lead to. Whoever answers must not have the agent ask, in its own name, what
 * only this machine reaches: its loopback, and its link, where clouds hand out credentials.
 */
final class RedirectRule {

    /** Where clouds hand out credentials over IPv6, beside the link-local address. */
    private static final Set<String> METADATA = Set.of("fd00:ec2:0:0:0:0:0:254", "fd20:ce:0:0:0:0:0:254");

    /** In the last four bytes of such an address there is one of IPv4: mapped, compatible, and as translated (RFC 6052). */
    private static final List<byte[]> BEFORE_IPV4 = List.of(
            new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff},
            new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0});

    private static final int IPV4_AT = 12;

    private RedirectRule() {}

    /**
     * {@code found} with those addresses alone that may be reached; there may be none.
     *
     * @param from the address that redirected; from this machine's loopback one may be sent there. Empty where it is not known.
     */
    static FoundHost allowed(FoundHost found, String from) {
        boolean here = !from.isEmpty() && isHere(from);
        List<String> addresses = found.addresses().stream()
                .filter(address -> !isOfLink(address) && (here || !isHere(address)))
                .toList();
        return new FoundHost(found.host(), addresses, found.isNew());
    }

    private static boolean isHere(String address) {
        InetAddress parsed = parsed(address);
        return parsed.isLoopbackAddress() || parsed.isAnyLocalAddress();
    }

    private static boolean isOfLink(String address) {
        InetAddress parsed = parsed(address);
        return parsed.isLinkLocalAddress()
                || METADATA.contains(parsed.getHostAddress().replaceFirst("%.*", ""));
    }

    /** An address is parsed, and looked up nowhere. */
    private static InetAddress parsed(String address) {
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet4Address || parsed.isLoopbackAddress() || parsed.isAnyLocalAddress()
                    ? parsed
                    : withoutPrefix(parsed);
        } catch (UnknownHostException zoneOfNoInterface) {
            return InetAddress.getLoopbackAddress();
        }
    }

    private static InetAddress withoutPrefix(InetAddress six) throws UnknownHostException {
        byte[] bytes = six.getAddress();
        byte[] prefix = Arrays.copyOf(bytes, IPV4_AT);
        return BEFORE_IPV4.stream().anyMatch(before -> Arrays.equals(before, prefix))
                ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, IPV4_AT, bytes.length))
                : six;
    }
}
