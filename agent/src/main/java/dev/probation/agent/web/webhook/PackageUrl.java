package dev.probation.agent.web.webhook;

import dev.probation.agent.json.TextForm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a package URL that tell a service and its version.
 *
 * @param names the name with its namespace, then the name alone
 * @param version the tag of an image, or else the version; an image's version is its digest
 */
record PackageUrl(List<String> names, Optional<String> version) {

    private static final String TAG = "tag=";

    PackageUrl {
        names = List.copyOf(names);
    }

    /** {@code pkg:oci/shop@sha256%3A...?tag=1.4.2}; empty where it is none. */
    static Optional<PackageUrl> parse(String text) {
        if (!text.toLowerCase(Locale.ROOT).startsWith("pkg:")) {
            return Optional.empty();
        }
        String whole = text.substring("pkg:".length()).replaceFirst("#.*", "").replaceFirst("^/+", "");
        int question = whole.indexOf('?');
        String qualifiers = question < 0 ? "" : whole.substring(question + 1);
        String path = question < 0 ? whole : whole.substring(0, question);
        int slash = path.indexOf('/');
        int at = path.lastIndexOf('@');
        String name = path.substring(slash + 1, at > slash ? at : path.length());
        try {
            return slash < 1
                    ? Optional.empty()
                    : of(
                            decoded(name),
                            version(path, at > slash ? at : -1, qualifiers).orElse(null));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<PackageUrl> of(String name, @Nullable String version) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return last.isBlank()
                ? Optional.empty()
                : Optional.of(new PackageUrl(List.of(name, last), Optional.ofNullable(version)));
    }

    private static Optional<String> version(String path, int at, String qualifiers) {
        return Arrays.stream(qualifiers.split("&", -1))
                .filter(each -> each.startsWith(TAG))
                .map(each -> decoded(each.substring(TAG.length())))
                .findFirst()
                .or(() -> at < 0 ? Optional.empty() : Optional.of(decoded(path.substring(at + 1))))
                .filter(TextForm.VISIBLE_LINE::fits);
    }

    /** A plus is a plus there. */
    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
