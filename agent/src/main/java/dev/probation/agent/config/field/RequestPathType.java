package dev.probation.agent.config.field;

import dev.probation.agent.http.RequestText;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import java.util.Optional;

/** The path of a request, which may have a query: {@code /search?q=a%20b}. */
public final class RequestPathType {

    private RequestPathType() {}

    /** A path that can be sent as it is written. */
    public static Type<String> create() {
        return Types.text(
                "a path such as /health; write a space as %20, # as %23, and percent-encode what is not ASCII",
                "/[!\"$-~]*", RequestPathType::parse);
    }

    private static Optional<String> parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("expected a path that begins with a slash, such as /health, found "
                    + (text.contains("://")
                            ? "a URL (not shown, since it may hold a secret); the target has the address, write what"
                                    + " comes after it"
                            : '"'
                                    + text
                                    + '"'
                                    + (RequestText.isTarget(text) ? "; did you mean \"/" + text + "\"?" : "")));
        }
        return Optional.of(text).filter(RequestText::isTarget);
    }
}
