package dev.probation.agent.cli.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.representer.Representer;

/** Writes Vert.x's JSON values as YAML. */
final class JsonRepresenter extends Representer {

    JsonRepresenter(DumperOptions options) {
        super(options);
        representers.put(JsonObject.class, data -> representData(((JsonObject) data).getMap()));
        representers.put(JsonArray.class, data -> representData(((JsonArray) data).getList()));
    }
}
