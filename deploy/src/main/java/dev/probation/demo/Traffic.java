package dev.probation.demo;

import dev.probation.agent.time.AllowForbiddenApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Readers of the demo's book shop: a steady number of requests a second, for a bounded time. */
@AllowForbiddenApi("a program that prints how it is used")
public final class Traffic {
    private Traffic() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 3) {
            System.err.println("usage: Traffic BASE-URL REQUESTS-PER-SECOND SECONDS");
            System.exit(2);
        }
        long gapMicros = 1_000_000 / Integer.parseInt(arguments[1]);
        long seconds = Long.parseLong(arguments[2]);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        Future<?> unused =
                clock.scheduleAtFixedRate(() -> visit(client, arguments[0]), 0, gapMicros, TimeUnit.MICROSECONDS);
        boolean endedEarly = clock.awaitTermination(seconds, TimeUnit.SECONDS);
        System.exit(endedEarly ? 1 : 0);
    }

    /** What is answered is the application's to measure; a failed visit is no reason to stop. */
    private static void visit(HttpClient client, String base) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int book = 1 + random.nextInt(200);
        HttpRequest.Builder request = switch (random.nextInt(10)) {
            case 0, 1, 2 -> HttpRequest.newBuilder(URI.create(base + "/books"));
            case 3 ->
                HttpRequest.newBuilder(URI.create(base + "/books/" + book)).POST(HttpRequest.BodyPublishers.noBody());
            default -> HttpRequest.newBuilder(URI.create(base + "/books/" + book));
        };
        Future<?> unused = client.sendAsync(
                request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.discarding());
    }
}
