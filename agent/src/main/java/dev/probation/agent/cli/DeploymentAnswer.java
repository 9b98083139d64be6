package dev.probation.agent.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A deployment as an agent shows it; what the answer lacks reads as empty. */
record DeploymentAnswer(JsonObject json) {

    /** One window that has begun. */
    record Window(JsonObject json) {

        String name() {
            return json.getString("name", "");
        }

        String verdict() {
            return json.getString("verdict", "");
        }

        boolean isRunning() {
            return verdict().equals("running");
        }

        Optional<Instant> to() {
            try {
                return Optional.of(Instant.parse(json.getString("to", "")));
            } catch (DateTimeParseException absent) {
                return Optional.empty();
            }
        }

        List<JsonObject> checks() {
            return objects(json, "checks");
        }

        /** {@code 1 failing, 5 ok}. */
        String states() {
            return checks().stream()
                    .collect(Collectors.groupingBy(
                            check -> check.getString("state", ""), TreeMap::new, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .map(state -> state.getValue() + " " + state.getKey())
                    .collect(Collectors.joining(", "));
        }
    }

    String id() {
        return deployment().getString("id", json.getString("id", ""));
    }

    String phase() {
        return deployment()
                .getString("phase", json.getString("phase", ""))
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    boolean isOpen() {
        return phase().equals("watching") || phase().equals("rolling-back");
    }

    /** Whether it ended before its windows did, without a verdict of its own. */
    boolean isCutShort() {
        return phase().equals("cancelled") || phase().equals("superseded");
    }

    String service() {
        return deployment().getString("service", "");
    }

    String version() {
        return deployment().getString("version", "");
    }

    String deployedAt() {
        return deployment().getString("deployedAt", "");
    }

    String verdict() {
        return deployment().getString("verdict", "");
    }

    private JsonObject deployment() {
        return json.getJsonObject("deployment", new JsonObject());
    }

    Optional<JsonObject> rollback() {
        return Optional.ofNullable(json.getJsonObject("rollback"));
    }

    List<Window> windows() {
        return objects(json, "windows").stream().map(Window::new).toList();
    }

    /** The names of all windows that there are to be; empty where the agent does not say. */
    List<String> plannedWindows() {
        return objects(json, "plannedWindows").stream()
                .map(window -> window.getString("name", ""))
                .toList();
    }

    private static List<JsonObject> objects(JsonObject json, String key) {
        JsonArray array = json.getJsonArray(key, new JsonArray());
        return IntStream.range(0, array.size()).mapToObj(array::getJsonObject).toList();
    }
}
