package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.http.RequestText;
import dev.probation.agent.http.Trust;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.http.HttpSender;
import dev.probation.agent.receiver.http.HttpSender.Answer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The API of a cluster, asked as a pod asks it: with the token of a file, which is read at each call, and the authority of
 * another. Without a file of its own and without TLS, as through {@code kubectl proxy}, no token is sent.
 */
public final class KubernetesApi {

    /** Ways to say a change. */
    public enum Patch {
        JSON("application/json-patch+json"),
        MERGE("application/merge-patch+json");

        private final String type;

        Patch(String type) {
            this.type = type;
        }
    }

    private static final int MOST_READ = 16 << 20;
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final Vertx vertx;
    private final HttpSender sender;
    private final String base;
    private final @Nullable Path tokenFile;

    public KubernetesApi(Workload workload, ReceiverContext context) {
        boolean tls = isTls(workload);
        this.vertx = context.vertx();
        this.sender = new HttpSender(context, tls ? authority(workload) : Trust.JDK, MOST_READ);
        this.base = workload.api().toString().replaceFirst("/$", "");
        this.tokenFile = tokenFile(workload, ACCOUNT).orElse(null);
    }

    private static boolean isTls(Workload workload) {
        return "https".equals(workload.api().getScheme());
    }

    private static Optional<Path> tokenFile(Workload workload, Path account) {
        return workload.tokenFile()
                .or(() -> Optional.of(account.resolve("token")).filter(file -> isTls(workload)));
    }

    /** What a call would need and not find on this machine, with what to do. */
    public static List<String> missing(Workload workload) {
        return missing(workload, ACCOUNT);
    }

    /** @param account the folder of the service account */
    static List<String> missing(Workload workload, Path account) {
        return tokenFile(workload, account)
                .filter(file -> !Files.isReadable(file))
                .map(file -> "there is no token to call the API with, because the file " + file
                        + " cannot be read; run the agent in a pod with a service account, or name another file with"
                        + " token-file")
                .map(List::of)
                .orElse(List.of());
    }

    private static Trust authority(Workload workload) {
        return Trust.in(workload.caFile()
                .or(() -> Optional.of(ACCOUNT.resolve("ca.crt")).filter(Files::isRegularFile))
                .orElse(null));
    }

    /** Asks for what is there; {@code next} gets what came with a 2xx. */
    Future<Delivery> get(String path, Function<JsonTree, Future<Delivery>> next) {
        return call(HttpMethod.GET, path, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(), answer -> {
            if (!answer.isGood()) {
                return Future.succeededFuture(sort(answer, path));
            }
            JsonTree json = JsonTree.parse(answer.body());
            return json.object().isPresent() ? next.apply(json) : Future.succeededFuture(strange());
        });
    }

    /** Asks for a change; {@code next} gets any answer. */
    public Future<Delivery> patch(String path, Patch kind, Buffer change, Function<Answer, Future<Delivery>> next) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("Content-Type", kind.type);
        return call(HttpMethod.PATCH, path + "?fieldManager=probation", headers, change, next);
    }

    private Future<Delivery> call(
            HttpMethod method, String path, MultiMap headers, Buffer body, Function<Answer, Future<Delivery>> next) {
        MultiMap all = headers.set("Accept", "application/json").set("User-Agent", "probation");
        if (tokenFile == null) {
            return sender.exchange(method, base + path, all, body, next);
        }
        String file = tokenFile.toString();
        return vertx.fileSystem()
                .readFile(file)
                .compose(
                        content -> {
                            String token = content.toString().strip();
                            return RequestText.isHeaderValue(token)
                                    ? sender.exchange(
                                            method,
                                            base + path,
                                            all.set("Authorization", "Bearer " + token),
                                            body,
                                            next)
                                    : Future.succeededFuture(new TryAgain(
                                            DeliveryFailure.OTHER,
                                            "the file " + file + " holds no token, which is ASCII on a single line",
                                            Optional.empty()));
                        },
                        unread -> Future.succeededFuture(new TryAgain(
                                DeliveryFailure.OTHER,
                                "the token could not be read; does the file " + file + " exist?",
                                Optional.empty())));
    }

    /** What an answer other than 2xx comes to, with what to look at. */
    Delivery sort(Answer answer, String path) {
        Delivery sorted = sender.sort(answer);
        String what = path.replaceFirst("[?].*", "");
        String hint = switch (answer.status()) {
            case 401 -> ": the token is not valid";
            case 403 ->
                ": the agent's service account is not allowed to do this with " + what
                        + "; deploy/kubernetes/rollback-role.yaml has the rights it needs";
            case 404 -> ": there is no " + what;
            default -> "";
        };
        return sorted instanceof Refused refused && !hint.isEmpty()
                ? new Refused(refused.why(), "HTTP " + answer.status() + hint)
                : sorted;
    }

    private static Delivery strange() {
        return new TryAgain(DeliveryFailure.SERVER_ERROR, "the answer is not in Kubernetes' format", Optional.empty());
    }

    Future<Void> close() {
        return sender.close();
    }
}
