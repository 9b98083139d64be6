package dev.probation.agent.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.function.Consumer;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Option;

/** {@code --output}: in which form a command prints. */
final class Output {

    /** The forms. */
    enum Form {
        TABLE,
        JSON,
        YAML
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "TABLE",
            description = "table (default), json or yaml.")
    private Form form = Form.TABLE;

    void print(PrintWriter out, JsonObject json, Consumer<PrintWriter> table) {
        switch (form) {
            case TABLE -> table.accept(out);
            case JSON -> out.println(PlainText.lines(json.encodePrettily()));
            case YAML -> out.print(PlainText.lines(yaml().dump(json.getMap())));
        }
    }

    void print(PrintWriter out, JsonArray json, Consumer<PrintWriter> table) {
        switch (form) {
            case TABLE -> table.accept(out);
            case JSON -> out.println(PlainText.lines(json.encodePrettily()));
            case YAML -> out.print(PlainText.lines(yaml().dump(json.getList())));
        }
    }

    /** One of several documents: JSON on a line of its own, YAML behind a separator. */
    void printOneOfMany(PrintWriter out, JsonObject json, Consumer<PrintWriter> table) {
        switch (form) {
            case TABLE -> table.accept(out);
            case JSON -> out.println(PlainText.lines(json.encode()));
            case YAML -> out.print("---\n" + PlainText.lines(yaml().dump(json.getMap())));
        }
    }

    boolean isTable() {
        return form == Form.TABLE;
    }

    private static Yaml yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        options.setAllowUnicode(true);
        return new Yaml(new JsonRepresenter(options), options);
    }
}
