package dev.probation.agent.config.field;

import dev.probation.agent.config.Secret;
import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Type;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A text that no message shows, and that no fingerprint is made of.
 *
 * @param title what editors and tables call it
 * @param expected what it must be, for messages
 */
record SecretType(String title, String expected, Predicate<String> form) implements Type<Secret> {

    private static final Set<String> WEB = Set.of("http", "https");

    static final SecretType ANY = new SecretType("text", "a secret", text -> true);
    static final SecretType URL = new SecretType("URL", "an http or https URL", SecretType::isWebUrl);

    private static boolean isWebUrl(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && WEB.contains(String.valueOf(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public @Nullable Secret read(Cursor cursor) {
        cursor.problems().hide(cursor.node());
        if (!(cursor.node() instanceof Node.Scalar scalar)) {
            cursor.expected(expected);
            return null;
        }
        return of(scalar.isNothing() ? "" : scalar.text(), cursor).orElse(null);
    }

    /** The secret, where {@code text} is one. */
    Optional<Secret> of(String text, Cursor cursor) {
        if (text.isBlank()) {
            cursor.report("expected " + expected + ", found an empty text");
            return Optional.empty();
        }
        if (!form.test(text)) {
            cursor.report("expected " + expected + ", found something else (not shown, since it may be a secret)");
            return Optional.empty();
        }
        return Optional.of(new Secret(text));
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return Map.of("type", List.of("string", "number", "boolean"), "minLength", 1, "title", title);
    }
}
