package dev.probation.agent.config.field;

import dev.probation.agent.config.Secret;
import dev.probation.agent.config.address.AddressText;
import dev.probation.agent.http.HttpAddress;
import dev.probation.agent.http.RequestText;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Type;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text that no message shows, and that no fingerprint is made of.
 *
 * @param title what editors and tables call it
 * @param expected what it must be, for messages
 * @param fault what was found instead, without showing it, and what to do
 */
record SecretType(String title, String expected, Function<String, Optional<String>> fault) implements Type<Secret> {

    /** What this agent alone asks for is made for it, and must not be guessed; other services know how long theirs are. */
    private static final int LEAST_OF_OWN = 16;

    static final SecretType ANY = new SecretType("text", "a secret", SecretType::severalLines);
    static final SecretType HEADER =
            new SecretType("text", "a secret of ASCII characters on one line", SecretType::noHeader);
    static final SecretType OWN_HEADER = new SecretType(
            "text", "a secret of " + LEAST_OF_OWN + " or more ASCII characters on one line", SecretType::noOwnHeader);
    static final SecretType OWN =
            new SecretType("text", "a secret of " + LEAST_OF_OWN + " or more characters", SecretType::noOwn);
    static final SecretType URL = new SecretType("URL", "an http or https URL", SecretType::noWebUrl);
    static final SecretType SIGNING_KEY = new SecretType("text", SigningKey.EXPECTED, SigningKey::fault);

    /** Nothing that logs in reads a secret of several lines: they are two secrets, or a comment beside one. */
    private static Optional<String> severalLines(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? Optional.empty()
                : Optional.of(
                        "line breaks in it (not shown, since it may be a secret); keep nothing but the secret, on a"
                                + " single line");
    }

    /** What goes into a header ends where its line ends. */
    private static Optional<String> noHeader(String text) {
        return RequestText.isHeaderValue(text)
                ? Optional.empty()
                : Optional.of("line breaks or other characters (not shown, since it may be a secret);"
                        + " keep nothing but the secret, on a single line");
    }

    private static Optional<String> noOwnHeader(String text) {
        return noHeader(text).or(() -> tooShort(text));
    }

    private static Optional<String> noOwn(String text) {
        return severalLines(text).or(() -> tooShort(text));
    }

    private static Optional<String> tooShort(String text) {
        int length = text.length();
        return length >= LEAST_OF_OWN
                ? Optional.empty()
                : Optional.of("one of " + length + " (not shown, since it may be a secret); make one with:"
                        + " openssl rand -hex 32");
    }

    private static Optional<String> noWebUrl(String text) {
        try {
            URI.create(text);
            if (HttpAddress.of(text).port() > 0) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException e) {
            // its message shows the address
        }
        if (!AddressText.hasPort(text)) {
            return Optional.of("one " + AddressText.NO_PORT + " (not shown, since it may be a secret)");
        }
        return Optional.of("something else (not shown, since it may be a secret)");
    }

    @Override
    public @Nullable Secret read(Cursor cursor) {
        cursor.problems().hide(cursor.node());
        if (!(cursor.node() instanceof Node.Scalar scalar)) {
            cursor.expected(expected);
            return null;
        }
        if (scalar.isNothing()) {
            cursor.report("expected " + expected + ", found nothing; put a secret that begins with # or & in quotes");
            return null;
        }
        return of(scalar.text(), cursor).orElse(null);
    }

    /** The secret, where {@code text} is one. */
    Optional<Secret> of(String text, Cursor cursor) {
        if (text.isBlank()) {
            cursor.report("expected " + expected + ", found an empty text");
            return Optional.empty();
        }
        Optional<String> found = fault.apply(text);
        found.ifPresent(what -> cursor.report("expected " + expected + ", found " + what));
        return found.isPresent() ? Optional.empty() : Optional.of(new Secret(text));
    }

    @Override
    public boolean holdsSecret() {
        return true;
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return Map.of("type", List.of("string", "number", "boolean"), "minLength", 1, "title", title);
    }
}
