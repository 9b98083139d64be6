package dev.probation.agent.servers;

import dev.probation.agent.names.HostNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A resolver of the test's own, for all names but addresses: it says what it is told to, fails, or is silent. */
public final class OwnResolver implements HostNames.Resolver {

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile List<String> addresses;
    private volatile String failure = "";
    private volatile boolean silent;

    /** One that says this of each name. */
    public OwnResolver(String... addresses) {
        this.addresses = List.of(addresses);
    }

    /** Says this from now on. */
    public void say(String... said) {
        addresses = List.of(said);
        failure = "";
    }

    /** Fails from now on, with the words of the system's. */
    public void fail(String words) {
        failure = words;
    }

    /** Does not answer from now on, until it is ended. */
    public void fallSilent() {
        silent = true;
    }

    /** Lets go of those who wait. */
    public void end() {
        ended.countDown();
    }

    /** How often it was asked. */
    public int asked() {
        return asked.get();
    }

    @Override
    public InetAddress[] addresses(String host) throws UnknownHostException {
        asked.incrementAndGet();
        if (silent) {
            await();
        }
        if (!failure.isEmpty()) {
            throw new UnknownHostException(host + ": " + failure);
        }
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return all.toArray(InetAddress[]::new);
    }

    private void await() {
        try {
            ended.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
