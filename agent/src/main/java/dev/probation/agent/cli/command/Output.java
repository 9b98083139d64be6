package dev.probation.agent.cli.command;

import dev.probation.agent.text.Sanitizer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Option;

/** {@code --output}: in which form a command prints. */
public final class Output {

    /** The forms. */
    enum Form {
        TABLE,
        JSON,
        YAML
    }

    /**
     * The last field of a document, a list so long that it is printed object by object.
     *
     * @param objects hands over each as JSON
     */
    public record Rest(String field, Consumer<Consumer<String>> objects) {}

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "TABLE",
            description = "table (default), json or yaml.")
    private Form form = Form.TABLE;

    /** Whether it is a form that programs read. */
    public boolean isForPrograms() {
        return form != Form.TABLE;
    }

    public void print(PrintWriter out, JsonObject json, Consumer<PrintWriter> table) {
        switch (form) {
            case TABLE -> table.accept(out);
            case JSON -> out.println(Sanitizer.TERMINAL.lines(json.encodePrettily()));
            case YAML -> out.print(Sanitizer.TERMINAL.lines(yaml().dump(json.getMap())));
        }
    }

    public void print(PrintWriter out, JsonArray json, Consumer<PrintWriter> table) {
        switch (form) {
            case TABLE -> table.accept(out);
            case JSON -> out.println(Sanitizer.TERMINAL.lines(json.encodePrettily()));
            case YAML -> out.print(Sanitizer.TERMINAL.lines(yaml().dump(json.getList())));
        }
    }

    /**
     * One of several documents: JSON on a line of its own, YAML behind a separator.
     *
     * @param rest its last field
     */
    public void printOneOfMany(PrintWriter out, JsonObject json, Rest rest, Consumer<PrintWriter> table) {
        switch (form) {
            case TABLE -> table.accept(out);
            case JSON -> printJson(out, json, rest);
            case YAML -> printYaml(out, json, rest);
        }
    }

    private static void printJson(PrintWriter out, JsonObject json, Rest rest) {
        String start = Sanitizer.TERMINAL.lines(json.encode());
        out.print(start.substring(0, start.length() - 1) + ",\"" + rest.field() + "\":");
        AtomicLong printed = new AtomicLong();
        rest.objects()
                .accept(object ->
                        out.print((printed.getAndIncrement() == 0 ? "[" : ",") + Sanitizer.TERMINAL.lines(object)));
        out.println(printed.get() == 0 ? "[]}" : "]}");
    }

    private static void printYaml(PrintWriter out, JsonObject json, Rest rest) {
        Yaml yaml = yaml();
        out.print("---\n" + Sanitizer.TERMINAL.lines(yaml.dump(json.getMap())) + rest.field() + ":");
        AtomicLong printed = new AtomicLong();
        rest.objects().accept(object -> {
            String item = yaml.dump(List.of(new JsonObject(object).getMap()));
            out.print((printed.getAndIncrement() == 0 ? "\n" : "") + Sanitizer.TERMINAL.lines(item));
        });
        out.print(printed.get() == 0 ? " []\n" : "");
    }

    private static Yaml yaml() {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        options.setAllowUnicode(true);
        return new Yaml(new JsonRepresenter(options), options);
    }
}
