package dev.probation.agent.web.webhook;

import dev.probation.agent.config.EventsConfig;
import dev.probation.agent.json.InstantText;
import dev.probation.agent.json.StrictFields;
import dev.probation.agent.json.TextForm;
import dev.probation.agent.web.exchange.HttpProblem;
import dev.probation.agent.web.webhook.ServiceEvent.What;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CDEvent in a CloudEvent, whose attributes stand in headers or beside it.
 *
 * @param id unique within its source
 */
record CdEventReader(String id, String source, String type, Optional<Instant> time, StrictFields event) {

    private static final Pattern SERVICE =
            Pattern.compile("dev\\.cdevents\\.service\\.(deployed|upgraded|rolledback)\\.\\d[0-9A-Za-z.-]*");
    private static final int LONGEST_ATTRIBUTE = 4_000;

    /** Of the type {@link InboundWebhooks#STRUCTURED}: the event is in its field {@code data}. */
    static CdEventReader structured(Buffer body) {
        StrictFields whole = StrictFields.ofBody(body);
        return new CdEventReader(
                whole.text("id", LONGEST_ATTRIBUTE),
                whole.text("source", LONGEST_ATTRIBUTE),
                whole.visibleLine("type"),
                whole.optionalInstant("time"),
                whole.object("data"));
    }

    /** With the attributes as headers {@code ce-...}. */
    static CdEventReader binary(MultiMap headers, Buffer body) {
        Optional<Instant> time = Optional.ofNullable(headers.get("ce-time"))
                .map(text -> InstantText.parse(decoded(text))
                        .orElseThrow(() -> HttpProblem.badRequest(
                                "header ce-time: expected an instant such as 2026-01-31T10:00:00Z")));
        return new CdEventReader(
                attribute(headers, "ce-id"),
                attribute(headers, "ce-source"),
                attribute(headers, "ce-type"),
                time,
                StrictFields.ofBody(body));
    }

    private static String attribute(MultiMap headers, String name) {
        return Optional.ofNullable(headers.get(name))
                .map(CdEventReader::decoded)
                .filter(text -> !text.isBlank() && text.length() <= LONGEST_ATTRIBUTE)
                .orElseThrow(() ->
                        HttpProblem.badRequest("expected a CloudEvent: the headers ce-id, ce-source and ce-type, or "
                                + InboundWebhooks.STRUCTURED + " as the type of the body; found no " + name));
    }

    /** Headers are written in percent where they are not ASCII; what is not so is taken as it is. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException asItIs) {
            return text;
        }
    }

    /** By which a repeat is known. */
    String key() {
        return source + '\n' + id;
    }

    /** Whether it says something of a service that is acted on. */
    boolean isOfService() {
        return SERVICE.matcher(type).matches();
    }

    /** What is said of the service. */
    ServiceEvent service() {
        Matcher matcher = SERVICE.matcher(type);
        StrictFields content = event.object("subject").object("content");
        String artifact = content.visibleLine("artifactId");
        PackageUrl url = PackageUrl.parse(artifact)
                .orElseThrow(() -> content.wrong("artifactId", "a package URL such as pkg:oci/shop@1.4.2"));
        String version = url.version()
                .orElseThrow(
                        () -> content.wrong("artifactId", "a package URL with a version, such as pkg:oci/shop@1.4.2"));
        What what = matcher.matches() && matcher.group(1).equals("rolledback") ? What.ROLLED_BACK : What.DEPLOYED;
        return new ServiceEvent(what, version, at(), "CDEvents");
    }

    /** What the service may be called by, the surest first. */
    List<String> names() {
        StrictFields subject = event.object("subject");
        String id = subject.visibleLine("id");
        List<String> names = new ArrayList<>(List.of(id, id.substring(id.lastIndexOf('/') + 1)));
        subject.object("content").optionalVisibleLine("artifactId").ifPresent(artifact -> {
            names.add(artifact);
            PackageUrl.parse(artifact).map(PackageUrl::names).ifPresent(names::addAll);
        });
        return names.stream().filter(TextForm.VISIBLE_LINE::fits).distinct().toList();
    }

    private Instant at() {
        return event.objectIfAny("context")
                .flatMap(context -> context.optionalInstant("timestamp"))
                .or(() -> time)
                .orElseThrow(
                        () -> HttpProblem.badRequest("expected the time of the event as \"context.timestamp\" or the"
                                + " CloudEvent's time, but found neither"));
    }

    /** Whether it is one that an agent like this one told, which comes back over a broker. */
    boolean isOwn() {
        return event.objectIfAny("customData")
                .flatMap(custom -> custom.objectIfAny("probation"))
                .isPresent();
    }

    /** Whether it is of an environment whose events do not count. */
    boolean isElsewhere(EventsConfig.CdEvents way) {
        Optional<String> environment = event.objectIfAny("subject")
                .flatMap(subject -> subject.objectIfAny("content"))
                .flatMap(content -> content.objectIfAny("environment"))
                .flatMap(found -> found.optionalVisibleLine("id"));
        return way.environment().isPresent() && !way.environment().equals(environment);
    }
}
