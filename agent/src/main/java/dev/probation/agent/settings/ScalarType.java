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
record ScalarType<T>(String expected, Function<Node.Scalar, Optional<T>> parser, Map<String, Object> schema)
        implements Type<T> {

    @Override
    public @Nullable T read(Spot spot) {
        if (!(spot.node() instanceof Node.Scalar scalar) || scalar.isNothing()) {
            spot.expected(expected);
            return null;
        }
        try {
            Optional<T> value = parser.apply(scalar);
            if (value.isPresent()) {
                return value.orElseThrow();
            }
            spot.expected(expected);
        } catch (IllegalArgumentException e) {
            refuse(spot, scalar, String.valueOf(e.getMessage()));
        }
        return null;
    }

    /** A parser's message quotes the text, which may be a secret where it came from a variable. */
    private void refuse(Spot spot, Node.Scalar scalar, String message) {
        if (scalar.written().isPresent()) {
            spot.expected(expected);
        } else {
            spot.report(message);
        }
    }
}
