package dev.probation.agent.servers.dns;

import dev.probation.agent.names.HostNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The system's resolver on a DNS server of the test's own. Where a system's resolver asks is one for all its processes, so both
 * are in a process with a network and an {@code /etc/resolv.conf} of its own, for which Linux's {@code unshare} and {@code ip}
 * are needed.
 */
public final class OwnDns implements HostNames.Resolver, AutoCloseable {

    private static final long GENEROUS_SECONDS = 60;
    /** A resolver gives up a server that is silent after a second. */
    private static final String RESOLVER = "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n";

    private static final String SWITCH = "hosts: files dns\n";
    private static final String BEGIN = "ip link set lo up && mount --bind \"$1/resolv.conf\" /etc/resolv.conf"
            + " && mount --bind \"$1/nsswitch.conf\" /etc/nsswitch.conf && shift && exec \"$@\"";

    private final Process process;
    private final PrintWriter to;
    private final AtomicInteger lookups = new AtomicInteger();
    private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    private OwnDns(Process process) {
        this.process = process;
        this.to = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    }

    /** Starts one that knows no name; {@code folder} is for its files. */
    public static OwnDns start(Path folder) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("unshare", "--map-root-user", "--mount", "--net", "sh", "-c", BEGIN, "sh", folder.toString()));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                ResolverProcess.class.getName()));
        Path resolver = Files.writeString(folder.resolve("resolv.conf"), RESOLVER);
        Path order = Files.writeString(resolver.resolveSibling("nsswitch.conf"), SWITCH);
        Path log = order.resolveSibling("resolver.log");
        OwnDns dns = new OwnDns(
                new ProcessBuilder(command).redirectError(log.toFile()).start());
        Thread reader = new Thread(dns::read, "resolver-answers");
        reader.setDaemon(true);
        reader.start();
        if (!dns.hears()) {
            dns.close();
            throw new IOException("a network for a DNS server cannot be made; install util-linux and iproute2: "
                    + Files.readString(log));
        }
        return dns;
    }

    private void read() {
        try (BufferedReader from =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                String[] words = line.split(" ", 2);
                CompletableFuture<String> asked = waiting.remove(words[0]);
                boolean taken = asked == null ? said.add(line) : asked.complete(words[1]);
                assert taken;
            }
        } catch (IOException ended) {
            // by close
        }
        boolean told = said.add("ended");
        assert told;
    }

    private boolean hears() throws IOException {
        try {
            return "said".equals(said.poll(GENEROUS_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** From now on all names stand for these, which are of IPv4. */
    public void say(String... addresses) throws IOException {
        say(String.join("+", addresses), DnsAnswer.NO_DATA.name());
    }

    /** From now on all names are answered so. */
    public void say(DnsAnswer answer) throws IOException {
        say(answer, answer);
    }

    /** From now on all names are answered so where their addresses of IPv4 and of IPv6 are asked for. */
    public void say(DnsAnswer ofIpv4, DnsAnswer ofIpv6) throws IOException {
        say(ofIpv4.name(), ofIpv6.name());
    }

    private void say(String ofIpv4, String ofIpv6) throws IOException {
        to.println("say " + ofIpv4 + ' ' + ofIpv6);
        if (!hears()) {
            throw new IOException("the resolver's process has ended");
        }
    }

    @Override
    public InetAddress[] addresses(String host) throws UnknownHostException {
        String number = Integer.toString(lookups.incrementAndGet());
        CompletableFuture<String> asked = new CompletableFuture<>();
        waiting.put(number, asked);
        to.println("look " + number + ' ' + host);
        String[] answer = result(asked).split(" ", 2);
        if (!answer[0].equals("found")) {
            throw new UnknownHostException(answer[1]);
        }
        List<InetAddress> all = new ArrayList<>();
        for (String address : answer[1].split("\\+", -1)) {
            all.add(InetAddress.getByName(address));
        }
        return all.toArray(InetAddress[]::new);
    }

    private static String result(CompletableFuture<String> asked) {
        try {
            return asked.get(GENEROUS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "failed interrupted";
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the resolver's process does not answer", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
