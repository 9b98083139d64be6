package dev.probation.agent.probe.http;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.json.JsonTree;
import dev.probation.agent.probe.Details;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an answer must be; the first assertion that does not hold is the failure. */
final class Assertions {

    private static final Pattern CHARSET = Pattern.compile("charset=\"?([\\w.:-]+)", Pattern.CASE_INSENSITIVE);

    /** Some milliseconds, measured with the slowest patterns. */
    private static final long QUICK_WORK = 1 << 18;

    /** Some tenths of a second. */
    private static final long MOST_WORK = 1 << 24;

    private final HttpCheck check;
    private final List<JsonAssertion> json;

    Assertions(HttpCheck check) {
        this.check = check;
        this.json = check.json().entrySet().stream()
                .map(entry -> new JsonAssertion(entry.getKey(), entry.getValue()))
                .toList();
    }

    boolean needBody() {
        return !json.isEmpty()
                || check.contains().isPresent()
                || check.matches().isPresent();
    }

    /** Whether to look at an answer may take longer than an event loop can spare. */
    boolean isLongWork(HttpAnswer answer) {
        return needBody() && work(answer) > QUICK_WORK;
    }

    /** The steps of the pattern times the bytes of the body, which bounds the time to match them. */
    private long work(HttpAnswer answer) {
        return (long) answer.body().length()
                * check.matches().map(Pattern::programSize).orElse(1);
    }

    /** Why the answer is not the one expected, or empty where it is. */
    Optional<Failed> broken(HttpAnswer answer) {
        return brokenStatus(answer.status())
                .or(() -> brokenHeader(answer))
                .or(() -> needBody() ? brokenBody(answer) : Optional.empty());
    }

    private Optional<Failed> brokenStatus(int status) {
        boolean expected = check.status().isEmpty()
                ? status >= 200 && status < 300
                : check.status().contains(status);
        return expected ? Optional.empty() : unexpected("HTTP " + status + ", expected " + expectedStatus());
    }

    private String expectedStatus() {
        return check.status().isEmpty()
                ? "2xx"
                : check.status().stream().sorted().map(Object::toString).collect(Collectors.joining(" or "));
    }

    private Optional<Failed> brokenHeader(HttpAnswer answer) {
        return check.headers().entrySet().stream()
                .flatMap(wanted -> brokenHeader(answer, wanted.getKey(), wanted.getValue()).stream())
                .findFirst();
    }

    private static Optional<Failed> brokenHeader(HttpAnswer answer, String name, String wanted) {
        List<String> found = answer.headers().getAll(name);
        if (found.isEmpty()) {
            return unexpected("the header " + name + " is missing");
        }
        return wanted.isEmpty() || found.contains(wanted)
                ? Optional.empty()
                : unexpected("the header " + name + " was \"" + found.get(0) + "\", expected \"" + wanted + '"');
    }

    private Optional<Failed> brokenBody(HttpAnswer answer) {
        return brokenText(answer).or(() -> json.isEmpty() ? Optional.empty() : brokenJson(answer.body()));
    }

    private Optional<Failed> brokenText(HttpAnswer answer) {
        if (check.contains().isEmpty() && check.matches().isEmpty()) {
            return Optional.empty();
        }
        String text = answer.body().toString(charset(answer));
        if (check.contains().isPresent() && !text.contains(check.contains().get())) {
            return unexpected("the body does not contain \"" + check.contains().get() + '"');
        }
        return check.matches().isEmpty()
                ? Optional.empty()
                : unmatched(answer, check.matches().get(), text);
    }

    private Optional<Failed> unmatched(HttpAnswer answer, Pattern pattern, String text) {
        if (work(answer) > MOST_WORK) {
            return unexpected("the body has " + answer.body().length() + " bytes, more than can be matched against "
                    + pattern + " in time");
        }
        return pattern.matcher(text).find() ? Optional.empty() : unexpected("nothing in the body matches " + pattern);
    }

    private static Charset charset(HttpAnswer answer) {
        String type = answer.headers().get("content-type");
        Matcher matcher = CHARSET.matcher(type == null ? "" : type);
        boolean known =
                matcher.find() && matcher.group(1).toLowerCase(Locale.ROOT).matches("utf-8|iso-8859-1|us-ascii|utf-16");
        return known ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8;
    }

    private Optional<Failed> brokenJson(Buffer body) {
        Optional<Object> document = JsonTree.parse(body).value();
        if (document.isEmpty()) {
            return Optional.of(new Failed(
                    Cause.BAD_BODY,
                    "expected JSON, but the body is " + (body.length() == 0 ? "empty" : "something else")));
        }
        return json.stream()
                .flatMap(assertion -> assertion.broken(document.get()).stream())
                .findFirst()
                .flatMap(Assertions::unexpected);
    }

    private static Optional<Failed> unexpected(String detail) {
        return Optional.of(new Failed(Cause.BAD_STATUS, Details.of(detail)));
    }
}
