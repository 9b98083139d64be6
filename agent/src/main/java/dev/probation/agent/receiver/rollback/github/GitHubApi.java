package dev.probation.agent.receiver.rollback.github;

import dev.probation.agent.http.Trust;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The REST API of one repository. */
final class GitHubApi {

    private static final int MOST_READ = 2 << 20;

    private final HttpSender sender;
    private final String base;
    private final String token;

    GitHubApi(GitHubSettings settings, ReceiverContext context) {
        this.sender = new HttpSender(context, Trust.JDK, MOST_READ);
        this.base = settings.url().toString().replaceFirst("/$", "") + "/repos/" + settings.repository();
        this.token = settings.token().reveal();
    }

    /** Asks for what is there; {@code next} gets what came with a 2xx. */
    Future<Delivery> get(String path, Function<JsonTree, Future<Delivery>> next) {
        return sender.exchange(
                HttpMethod.GET,
                base + path,
                headers(),
                Buffer.buffer(),
                answer -> answer.isGood()
                        ? next.apply(JsonTree.parse(answer.body()))
                        : Future.succeededFuture(sort(answer)));
    }

    /** Posts; {@code next} gets any answer. */
    Future<Delivery> post(String path, JsonObject body, Function<Answer, Delivery> next) {
        return sender.exchange(
                HttpMethod.POST,
                base + path,
                headers().set("Content-Type", "application/json"),
                body.toBuffer(),
                answer -> Future.succeededFuture(next.apply(answer)));
    }

    /** What an answer other than 2xx comes to; a used up rate limit is said with 403 as well. */
    Delivery sort(Answer answer) {
        boolean limited = answer.retryAfter().isPresent()
                || answer.body().toLowerCase(Locale.ROOT).contains("rate limit");
        if (answer.status() == 403 && limited) {
            Delivery later = sender.sort(new Answer(429, answer.body(), answer.retryAfter()));
            return later instanceof TryAgain again
                    ? new TryAgain(DeliveryFailure.RATE_LIMITED, "HTTP 403: rate limit reached", again.after())
                    : later;
        }
        return sender.sort(answer);
    }

    /** What came with a 2xx and is not what the API gives; a proxy's page, say. */
    static Delivery strange() {
        return new TryAgain(DeliveryFailure.SERVER_ERROR, "the answer is not in GitHub's format", Optional.empty());
    }

    private MultiMap headers() {
        return MultiMap.caseInsensitiveMultiMap()
                .set("Accept", "application/vnd.github+json")
                .set("Authorization", "Bearer " + token)
                .set("X-GitHub-Api-Version", "2022-11-28")
                .set("User-Agent", "probation");
    }

    Future<Void> close() {
        return sender.close();
    }
}
