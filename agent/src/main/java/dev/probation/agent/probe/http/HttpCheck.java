package dev.probation.agent.probe.http;

import com.google.re2j.Pattern;
import dev.probation.agent.config.ProbeSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request, and what its answer must be. The value measured is the response time in seconds.
 *
 * @param status accepted codes; empty for any 2xx
 * @param json JSON paths, and what each must be: a text, number, truth value, or {@code exists}
 * @param headers response headers that must be there; an empty text accepts any value
 * @param contains a text that the body must contain
 * @param matches a pattern that must be found in the body
 * @param redirects which redirects are followed; one that is not is the answer itself, or the failure where it leads elsewhere
 * @param freshConnection connect anew for each probe, which sees DNS and load balancer changes
 */
public record HttpCheck(
        String method,
        String path,
        Set<Integer> status,
        Map<String, String> json,
        Map<String, String> headers,
        Optional<String> contains,
        Optional<Pattern> matches,
        Redirects redirects,
        boolean freshConnection)
        implements ProbeSettings {

    /** Which redirects are followed. */
    public enum Redirects {
        NONE,
        /** Those to the host of the target. */
        SAME_HOST,
        ANY
    }

    public HttpCheck {
        status = Set.copyOf(status);
        json = Map.copyOf(json);
        headers = Map.copyOf(headers);
    }

    @Override
    public boolean isWorseWhenLarger() {
        return true;
    }
}
