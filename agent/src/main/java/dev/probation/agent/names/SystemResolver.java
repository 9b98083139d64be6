package dev.probation.agent.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;

/** The system's own resolver, by way of the JDK's. */
public final class SystemResolver implements HostNames.Resolver {

    /**
     * Keeps the JDK from keeping an address for half a minute, so that each lookup is one of the system's. Called before the
     * first lookup of the process, at which the JDK reads it.
     */
    public static void keepNothing() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }

    @Override
    public InetAddress[] addresses(String host) throws UnknownHostException {
        return InetAddress.getAllByName(host);
    }
}
