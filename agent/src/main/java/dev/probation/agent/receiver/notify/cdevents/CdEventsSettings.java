package dev.probation.agent.receiver.notify.cdevents;

import dev.probation.agent.config.Endpoint;
import dev.probation.agent.config.ReceiverSettings;
import dev.probation.agent.config.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sink of CDEvents.
 *
 * @param url may hold a credential, and is therefore a secret
 * @param source who the events are from: a URI or a path
 * @param environment what is deployed to
 * @param artifact a package URL in which SERVICE and VERSION stand for those of the deployment
 * @param token sent as a bearer token
 */
record CdEventsSettings(Secret url, String source, String environment, String artifact, Optional<Secret> token)
        implements ReceiverSettings {

    private static final Pattern OPEN = Pattern.compile("SERVICE|VERSION");

    @Override
    public boolean holdsIncidents() {
        return true;
    }

    String artifactOf(String service, String version) {
        // in one pass, since a version may hold the word SERVICE
        return OPEN.matcher(artifact)
                .replaceAll(found ->
                        Matcher.quoteReplacement(encoded(found.group().equals("SERVICE") ? service : version)));
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    @Override
    public List<Endpoint> endpoints() {
        return Endpoint.of(url);
    }
}
