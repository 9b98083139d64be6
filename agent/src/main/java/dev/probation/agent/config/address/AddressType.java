package dev.probation.agent.config.address;

import dev.probation.agent.settings.Cursor;
import dev.probation.agent.settings.Node;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The address of a server. Whoever writes one wrong often writes a password in it: messages show of it only what cannot be one.
 *
 * @param expected what to write, for "expected ..., found"
 * @param pattern for editors
 * @param parser empty where the text is none; throws {@link IllegalArgumentException} with what follows on what was found, and
 *     shows nothing of the text
 */
public record AddressType<T>(String expected, String pattern, Function<String, Optional<T>> parser) implements Type<T> {

    @Override
    public @Nullable T read(Cursor cursor) {
        if (!(cursor.node() instanceof Node.Scalar scalar) || scalar.isNothing()) {
            cursor.expected(expected);
            return null;
        }
        if (AddressText.holdsPassword(scalar.text())) {
            cursor.report("expected a URL without a password, found one with a password; give it as password-file"
                    + " (store-password-file for the store, basic for http)");
            return null;
        }
        try {
            Optional<T> value = parser.apply(scalar.text());
            if (value.isEmpty()) {
                refuse(cursor, scalar, AddressText.hasPort(scalar.text()) ? "" : ", " + AddressText.NO_PORT);
            }
            return value.orElse(null);
        } catch (IllegalArgumentException e) {
            refuse(cursor, scalar, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void refuse(Cursor cursor, Node.Scalar scalar, String more) {
        String shown = AddressText.shown(scalar.written().orElse(scalar.text()));
        String quoted = shown.isEmpty() ? "a text (not shown, since it may be a secret)" : '"' + shown + '"';
        cursor.report("expected " + expected + ", found "
                + (scalar.written().isPresent() ? "what " + quoted + " stands for" : quoted) + more);
    }

    @Override
    public boolean holdsSecret() {
        return false;
    }

    @Override
    public Map<String, Object> jsonSchema() {
        return Types.text(expected, pattern, Optional::of).jsonSchema();
    }
}
