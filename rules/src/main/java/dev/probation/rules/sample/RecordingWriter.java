package dev.probation.rules.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Writes a recording as JSON Lines, from which {@link RecordingReader} gives the same samples again. */
public final class RecordingWriter implements Closeable {

    private final JsonGenerator json;

    public RecordingWriter(Writer writer) throws IOException {
        this.json = new JsonFactory().createGenerator(writer);
        json.setRootValueSeparator(null);
    }

    /** The first line. */
    public void deployment(RecordedDeployment deployment) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("deployment");
        json.writeStringField("service", deployment.service());
        json.writeStringField("version", deployment.version());
        json.writeStringField("deployedAt", deployment.deployedAt().toString());
        if (deployment.announcedAt().isAfter(deployment.deployedAt())) {
            json.writeStringField("announcedAt", deployment.announcedAt().toString());
        }
        if (deployment.rollback()) {
            json.writeBooleanField("rollback", true);
        }
        if (deployment.endedAt() != null) {
            json.writeStringField("endedAt", deployment.endedAt().toString());
        }
        json.writeEndObject();
        endLine();
    }

    /** One more line. */
    public void sample(Sample sample) throws IOException {
        json.writeStartObject();
        json.writeStringField("at", sample.at().toString());
        json.writeStringField("check", sample.check().value());
        outcome(sample.outcome());
        endLine();
    }

    private void outcome(Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.Measured measured) {
            json.writeNumberField("value", measured.value());
            counts(measured.counts().orElse(null));
            detail(measured.detail());
        } else if (outcome instanceof Outcome.NoData nothing) {
            json.writeBooleanField("noData", true);
            if (nothing.idle()) {
                json.writeBooleanField("idle", true);
            }
            detail(nothing.detail());
        } else if (outcome instanceof Outcome.Failed failed) {
            json.writeStringField("error", failed.detail());
            json.writeStringField("cause", failed.cause().label());
        }
    }

    private void counts(@Nullable Counts counts) throws IOException {
        if (counts != null) {
            json.writeNumberField("bad", counts.bad());
            json.writeNumberField("total", counts.total());
        }
    }

    private void detail(String detail) throws IOException {
        if (!detail.isEmpty()) {
            json.writeStringField("detail", detail);
        }
    }

    private void endLine() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
