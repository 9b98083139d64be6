package dev.probation.agent.servers.dns;

import dev.probation.agent.names.SystemResolver;
import dev.probation.agent.time.AllowForbiddenApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Looks names up as the agent's own process does, in a process whose system asks the {@link DnsServer} in it. Reads {@code say
 * OF-IPV4 OF-IPV6}, which it answers with {@code said}, and {@code look NUMBER HOST}, which it answers with {@code NUMBER found
 * ADDRESS+ADDRESS} or {@code NUMBER failed WORDS}, each when it is known.
 */
@AllowForbiddenApi("a process of its own")
final class ResolverProcess {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(ResolverProcess::thread);

    private ResolverProcess() {}

    public static void main(String[] arguments) throws IOException {
        SystemResolver.keepNothing();
        DnsServer server = new DnsServer();
        THREADS.execute(() -> serve(server));
        tell("said");
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("say")) {
                server.say(words[1], words[2]);
                tell("said");
            } else {
                THREADS.execute(() -> tell(words[1] + ' ' + lookUp(words[2])));
            }
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "resolver");
        thread.setDaemon(true);
        return thread;
    }

    private static void serve(DnsServer server) {
        try {
            server.serve();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lookUp(String host) {
        try {
            return Arrays.stream(new SystemResolver().addresses(host))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining("+", "found ", ""));
        } catch (UnknownHostException e) {
            return "failed " + e.getMessage();
        }
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
