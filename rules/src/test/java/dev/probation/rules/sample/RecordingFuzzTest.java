package dev.probation.rules.sample;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import org.junit.jupiter.api.Tag;

/** Whatever a file holds, reading it gives samples in order or says what is wrong with it. */
@Tag("seeds")
class RecordingFuzzTest {

    @FuzzTest(maxDuration = "20s")
    void nothingButARecordingExceptionEscapes(FuzzedDataProvider data) throws IOException {
        String text = data.consumeRemainingAsString();
        try (RecordingReader reader = new RecordingReader("fuzz", new StringReader(text))) {
            Instant last = Instant.MIN;
            while (reader.hasNext()) {
                Instant at = reader.next().at();
                if (at.isBefore(last)) {
                    throw new AssertionError("read " + at + " after " + last);
                }
                last = at;
            }
        } catch (RecordingException e) {
            if (!String.valueOf(e.getMessage()).startsWith("fuzz:")) {
                throw new AssertionError("a message names the file and the line", e);
            }
        }
    }
}
