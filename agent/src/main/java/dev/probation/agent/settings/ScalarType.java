package dev.probation.agent.settings;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A single value.
 *
 * @param expected what to write, for "expected ..., found"
 * @param parser empty where the text is not one; throws {@link IllegalArgumentException} where it has more to say
 */
record ScalarType<T>(String expected, Function<Node.Scalar, Optional<T>> parser, Map<String, Object> jsonSchema)
        implements Type<T> {

    @Override
    public @Nullable T read(Cursor cursor) {
        if (!(cursor.node() instanceof Node.Scalar scalar) || scalar.isNothing()) {
            cursor.expected(expected);
            return null;
        }
        try {
            Optional<T> value = parser.apply(scalar);
            if (value.isPresent()) {
                return value.orElseThrow();
            }
            cursor.expected(expected);
        } catch (IllegalArgumentException e) {
            refuse(cursor, scalar, String.valueOf(e.getMessage()));
        }
        return null;
    }

    @Override
    public boolean holdsSecret() {
        return false;
    }

    /** A parser's message quotes the text, which may be a secret where it came from a variable. */
    private void refuse(Cursor cursor, Node.Scalar scalar, String message) {
        if (scalar.written().isPresent()) {
            cursor.expected(expected);
        } else {
            cursor.report(message);
        }
    }
}
