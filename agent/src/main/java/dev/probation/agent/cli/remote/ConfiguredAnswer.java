package dev.probation.agent.cli.remote;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/** What an agent is configured to watch; what the answer lacks reads as empty. */
record ConfiguredAnswer(JsonObject json) {

    List<String> services() {
        return names("services");
    }

    List<String> windows() {
        return names("windows");
    }

    private List<String> names(String key) {
        JsonArray array = json.getJsonArray(key, new JsonArray());
        return IntStream.range(0, array.size())
                .mapToObj(i -> array.getJsonObject(i).getString("name", ""))
                .toList();
    }
}
