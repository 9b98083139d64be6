package dev.probation.agent.names;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a name stands for.
 *
 * @param addresses in the order in which they are to be tried
 * @param isNew whether it was looked up for whom it is given to
 */
public record FoundHost(String host, List<String> addresses, boolean isNew) {

    public FoundHost {
        addresses = List.copyOf(addresses);
    }

    /** With only those addresses that are not among the other's; there may be none. */
    public FoundHost without(FoundHost other) {
        List<String> left = addresses.stream()
                .filter(address -> !other.addresses.contains(address))
                .toList();
        return new FoundHost(host, left, isNew);
    }

    /**
     * Connects to the first address that takes it. Blocks. The address of the socket knows its name.
     *
     * @param unconnected makes a socket for each attempt
     * @param within over all addresses, of which each has its share
     * @throws IOException why the last address did not take it
     */
    public Socket connect(int port, Duration within, Supplier<Socket> unconnected) throws IOException {
        int millis = (int) Math.max(1, within.toMillis() / Math.max(1, addresses.size()));
        IOException failure = new UnknownHostException(host);
        for (String address : addresses) {
            Socket socket = unconnected.get();
            try {
                socket.connect(new InetSocketAddress(named(address), port), millis);
                return socket;
            } catch (IOException untaken) {
                socket.close();
                failure = untaken;
            }
        }
        throw failure;
    }

    /** One that no driver looks up backwards, where it wants the name for TLS. */
    private InetAddress named(String address) throws UnknownHostException {
        InetAddress bare = InetAddress.getByName(address);
        return bare instanceof Inet6Address six
                ? Inet6Address.getByAddress(host, six.getAddress(), six.getScopeId())
                : InetAddress.getByAddress(host, bare.getAddress());
    }

    /** Whether what is connected is so to one of the addresses. */
    boolean has(Socket connected) {
        String there = bare(connected.getInetAddress().getHostAddress());
        return addresses.stream().anyMatch(address -> bare(address).equals(there));
    }

    /** Without the zone, which has several names. */
    private static String bare(String address) {
        return address.replaceFirst("%.*", "");
    }
}
