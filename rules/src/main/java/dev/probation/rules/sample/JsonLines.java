package dev.probation.rules.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A recording as JSON Lines: one object per sample, the first line may name the deployment. */
final class JsonLines implements RecordingForm {

    private static final int BUFFER = 1 << 16;

    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private final CheckIds ids = new CheckIds();
    private final Instants instants = new Instants();
    private final PlainLine plain = new PlainLine(ids, instants);
    private final List<String> keys = new ArrayList<>();
    private final String name;
    private final Lines text;
    private @Nullable RecordedDeployment deployment;
    private @Nullable Sample first;
    private long line;

    JsonLines(String name, BufferedReader text) {
        this.name = name;
        this.text = new Lines(text, BUFFER);
        this.first = read();
    }

    @Override
    public Optional<RecordedDeployment> deployment() {
        return Optional.ofNullable(deployment);
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public @Nullable Sample read() {
        if (first != null) {
            Sample buffered = first;
            first = null;
            return buffered;
        }
        try {
            boolean found = text.next();
            line++;
            while (found && text.isBlank()) {
                found = text.next();
                line++;
            }
            return found ? sample() : null;
        } catch (JsonEOFException e) {
            throw new RecordingException(
                    name, line, "expected a whole JSON object in one line, but the line ends before the object does");
        } catch (JsonProcessingException e) {
            throw new RecordingException(name, line, "expected a JSON object, but found: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw new RecordingException(name, line, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new RecordingException(name, line + 1, "cannot be read: " + e.getMessage());
        }
    }

    private @Nullable Sample sample() throws IOException {
        Sample sample = plain.read(text);
        return sample == null ? parse() : sample;
    }

    private @Nullable Sample parse() throws IOException {
        try (JsonParser parser = json.createParser(text.characters(), text.from(), text.length())) {
            require(
                    parser.nextToken() == JsonToken.START_OBJECT,
                    () -> "expected a JSON object, but found: " + RecordingForm.shortened(text.toString()));
            SampleLine fields = new SampleLine();
            boolean deploymentLine = false;
            keys.clear();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = nextKey(parser);
                if (key.equals("deployment")) {
                    require(line == 1, () -> "only the first line names the deployment");
                    deployment = readDeployment(parser);
                    deploymentLine = true;
                } else {
                    field(fields, key, parser);
                }
            }
            require(parser.nextToken() == null, () -> "expected one JSON object a line, but found more");
            boolean alone = !deploymentLine || fields.isEmpty();
            require(alone, () -> "the line that names the deployment has no other fields");
            return deploymentLine ? read() : fields.sample();
        }
    }

    /** The key that the parser is at, which comes once in a line; the parser goes on to its value. */
    private String nextKey(JsonParser parser) throws IOException {
        String key = parser.currentName();
        require(!keys.contains(key), () -> '"' + RecordingForm.shortened(key) + "\" is given twice");
        boolean added = keys.add(key);
        return added && parser.nextToken() != null ? key : "";
    }

    private void field(SampleLine fields, String key, JsonParser parser) throws IOException {
        switch (key) {
            case "at" -> fields.at = instants.read(text(key, parser));
            case "check" -> fields.check = ids.of(text(key, parser));
            case "value" -> fields.value = number(key, parser).getDoubleValue();
            case "bad" -> fields.bad = whole(key, parser);
            case "total" -> fields.total = whole(key, parser);
            case "noData" -> fields.noData = truth(key, parser);
            case "idle" -> fields.idle = truth(key, parser);
            case "error" -> fields.error = text(key, parser);
            case "cause" -> fields.cause = RecordingForm.cause(text(key, parser));
            case "detail" -> fields.detail = text(key, parser);
            default ->
                throw new IllegalArgumentException("unknown field \"" + RecordingForm.shortened(key)
                        + "\"; known are at, check, value, bad, total, noData, idle, error, cause, detail");
        }
    }

    private RecordedDeployment readDeployment(JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT, () -> "expected an object after \"deployment\"");
        String service = null;
        String version = null;
        Instant deployedAt = null;
        Instant announcedAt = null;
        boolean rollback = false;
        Instant endedAt = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = nextKey(parser);
            switch (key) {
                case "service" -> service = text(key, parser);
                case "version" -> version = text(key, parser);
                case "deployedAt" -> deployedAt = RecordingForm.instant(text(key, parser));
                case "announcedAt" -> announcedAt = RecordingForm.instant(text(key, parser));
                case "rollback" -> rollback = truth(key, parser);
                case "endedAt" -> endedAt = RecordingForm.instant(text(key, parser));
                default ->
                    throw new IllegalArgumentException(
                            "unknown field \"" + RecordingForm.shortened(key)
                                    + "\" in the deployment; known are service, version, deployedAt, announcedAt, rollback, endedAt");
            }
        }
        if (service == null || version == null || deployedAt == null) {
            throw new IllegalArgumentException("a deployment needs service, version and deployedAt");
        }
        requireNotBefore(deployedAt, "announcedAt", announcedAt);
        requireNotBefore(deployedAt, "endedAt", endedAt);
        return new RecordedDeployment(
                service, version, deployedAt, announcedAt == null ? deployedAt : announcedAt, rollback, endedAt);
    }

    private static void requireNotBefore(Instant deployedAt, String key, @Nullable Instant at) {
        require(
                at == null || !at.isBefore(deployedAt),
                () -> key + " must not be before deployedAt, " + deployedAt + ", but was " + at);
    }

    private static String text(String key, JsonParser parser) throws IOException {
        require(parser.currentToken() == JsonToken.VALUE_STRING, () -> expected(key, "a text", parser));
        return parser.getText();
    }

    private static JsonParser number(String key, JsonParser parser) {
        require(parser.currentToken().isNumeric(), () -> expected(key, "a number", parser));
        return parser;
    }

    private static long whole(String key, JsonParser parser) throws IOException {
        double value = number(key, parser).getDoubleValue();
        require(
                value == Math.rint(value) && value >= 0 && value < 1L << 53,
                () -> expected(key, "a whole number from 0", parser));
        return (long) value;
    }

    private static boolean truth(String key, JsonParser parser) throws IOException {
        require(parser.currentToken().isBoolean(), () -> expected(key, "true or false", parser));
        return parser.getBooleanValue();
    }

    private static String expected(String key, String what, JsonParser parser) {
        return "expected " + what + " as \"" + key + "\", but found " + parser.currentToken();
    }

    /** The message is made only where it is needed, since this is asked several times a line. */
    private static void require(boolean condition, Supplier<String> problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem.get());
        }
    }
}
