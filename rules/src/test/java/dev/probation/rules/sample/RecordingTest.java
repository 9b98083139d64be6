package dev.probation.rules.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.rules.sample.Outcome.Cause;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordingTest {

    private static final Instant AT = Instant.parse("2026-01-31T10:00:15Z");
    private static final CheckId P95 = new CheckId("p95");

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        RecordedDeployment deployment =
                new RecordedDeployment("bookreader", "1.4.2", AT, AT.plusSeconds(60), true, AT.plusSeconds(90));
        List<Sample> samples = List.of(
                new Sample(AT, P95, Outcome.Measured.of(0.02)),
                new Sample(AT, P95, Outcome.Measured.of(-0.0, "142 of 200 \"é\"\n")),
                new Sample(AT.plusNanos(1), P95, Outcome.Measured.of(1e-300)),
                new Sample(AT.plusMillis(1), P95, new Outcome.Measured(0.02, Optional.of(new Counts(3, 150)), "")),
                new Sample(AT.plusSeconds(1), P95, new Outcome.NoData("")),
                new Sample(AT.plusSeconds(1), P95, new Outcome.NoData("empty result")),
                new Sample(AT.plusSeconds(1), P95, Outcome.NoData.idle("no traffic")),
                new Sample(AT.plusSeconds(2), P95, new Outcome.Failed(Cause.BAD_STATUS, "status 500")),
                new Sample(AT.plusSeconds(2), P95, new Outcome.Failed(Cause.UNKNOWN, "")),
                new Sample(
                        Instant.parse("2026-02-01T23:59:59.999999999Z"), P95, Outcome.Measured.of(Double.MAX_VALUE)));
        StringWriter text = new StringWriter();
        try (RecordingWriter writer = new RecordingWriter(text)) {
            writer.deployment(deployment);
            for (Sample sample : samples) {
                writer.sample(sample);
            }
        }

        try (RecordingReader reader = new RecordingReader("r.jsonl", new StringReader(text.toString()))) {
            assertThat(reader.deployment()).contains(deployment);
            assertThat(rest(reader)).isEqualTo(samples);
        }
    }

    @Test
    void theLinesAreThoseOfTheContract() throws IOException {
        String text = """
                {"deployment":{"service":"bookreader","version":"1.4.2","deployedAt":"2026-01-31T10:00:00Z"}}
                {"at":"2026-01-31T10:00:15Z","check":"p95","value":0.02}
                {"at":"2026-01-31T10:00:15Z","check":"p95","value":0.02,"bad":3,"total":150}

                {"at":"2026-01-31T10:00:15Z","check":"p95","noData":true}
                {"at":"2026-01-31T10:00:15Z","check":"p95","error":"connect timed out"}
                """;

        assertThat(read(text))
                .containsExactly(
                        new Sample(AT, P95, Outcome.Measured.of(0.02)),
                        new Sample(AT, P95, new Outcome.Measured(0.02, Optional.of(new Counts(3, 150)), "")),
                        new Sample(AT, P95, new Outcome.NoData("")),
                        new Sample(AT, P95, new Outcome.Failed(Cause.UNKNOWN, "connect timed out")));
    }

    @Test
    void commaSeparatedValuesAreReadToo() throws IOException {
        String text = """
                at,check,value,bad,total,error
                2026-01-31T10:00:15Z,p95,0.02,,,
                2026-01-31T10:00:15Z,p95,0.02,3,150,
                2026-01-31T10:00:15Z,p95,,,,
                2026-01-31T10:00:15Z,p95,,,,"refused, twice"
                """;

        assertThat(read(text))
                .containsExactly(
                        new Sample(AT, P95, Outcome.Measured.of(0.02)),
                        new Sample(AT, P95, new Outcome.Measured(0.02, Optional.of(new Counts(3, 150)), "")),
                        new Sample(AT, P95, new Outcome.NoData("")),
                        new Sample(AT, P95, new Outcome.Failed(Cause.UNKNOWN, "refused, twice")));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T10:00:15Z",
        "2026-01-31T10:00:15.5Z",
        "2026-01-31T23:59:59.123456789Z",
        "2024-02-29T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2026-01-31T10:00:15+01:00",
        "2026-01-31T24:00:00Z",
        "+12026-01-31T10:00:15Z"
    })
    void instantsAreReadAsTheJdkReadsThem(String written) {
        assertThat(new Instants().read(written)).isEqualTo(Instant.parse(written));
    }

    @Test
    void anEmptyRecordingHasNoSample() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
        assertThat(read("\uFEFF{\"at\":\"2026-01-31T10:00:15Z\",\"check\":\"p95\",\"value\":1}"))
                .hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            second line                                                        | message
            nonsense                                                           | r:2: expected a JSON object, but found:
            [1]                                                                | r:2: expected a JSON object, but found: [1]
            {"at":                                                             | r:2: expected a whole JSON object in one line, but the line ends before the object does
            {}                                                                 | r:2: a sample needs "at" and "check", but at is missing
            {"at":"2026-01-31T10:00:15Z"}                                      | r:2: a sample needs "at" and "check", but check is missing
            {"at":"2026-01-31T10:00:15Z","check":"p95"}                        | r:2: a sample has exactly one of "value", "noData" and "error", but this has 0
            {"at":"2026-01-31T10:00:15Z","check":"p95","value":1,"noData":true}| r:2: a sample has exactly one of "value", "noData" and "error", but this has 2
            {"at":"yesterday","check":"p95","value":1}                         | r:2: expected an instant such as 2026-01-31T10:00:15Z, but found "yesterday"
            {"at":"2026-02-30T10:00:15Z","check":"p95","value":1}              | r:2: expected an instant such as 2026-01-31T10:00:15Z, but found "2026-02-30T10:00:15Z"
            {"at":"2026-01-31T25:00:15Z","check":"p95","value":1}              | r:2: expected an instant such as 2026-01-31T10:00:15Z, but found "2026-01-31T25:00:15Z"
            {"at":17,"check":"p95","value":1}                                  | r:2: expected a text as "at", but found VALUE_NUMBER_INT
            {"at":"2026-01-31T10:00:15Z","check":"P 95","value":1}             | r:2: a check's name is lower case letters, digits and dashes
            {"at":"2026-01-31T10:00:15Z","check":"p95","value":"1"}            | r:2: expected a number as "value", but found VALUE_STRING
            {"at":"2026-01-31T10:00:15Z","check":"p95","value":1e999}          | r:2: a measured value must be finite
            {"at":"2026-01-31T10:00:15Z","check":"p95","value":NaN}            | r:2: expected a JSON object, but found:
            {"at":"2026-01-31T10:00:15Z","check":"p95","value":1,"bad":1}      | r:2: "bad" and "total" come together
            {"at":"2026-01-31T10:00:15Z","check":"p95","value":1,"bad":2,"total":1}| r:2: bad events must be between 0 and the total, but were 2 of 1
            {"at":"2026-01-31T10:00:15Z","check":"p95","value":1,"bad":1.5,"total":2}| r:2: expected a whole number from 0 as "bad"
            {"at":"2026-01-31T10:00:15Z","check":"p95","noData":"yes"}         | r:2: expected true or false as "noData"
            {"at":"2026-01-31T10:00:15Z","check":"p95","valeu":1}              | r:2: unknown field "valeu"; known are at, check, value
            {"at":"2026-01-31T10:00:15Z","check":"p95","value":1,"value":2}    | r:2: "value" is given twice
            {"at":"2026-01-31T10:00:15Z","check":"p95","error":"x","cause":"?"}| r:2: unknown cause "?"
            {"at":"2026-01-31T10:00:15Z","check":"p95","value":1} {}           | r:2: expected one JSON object a line, but found more
            {"deployment":{}}                                                  | r:2: only the first line names the deployment
            {"at":"2026-01-31T10:00:13Z","check":"p95","value":1}              | r:2: samples must be sorted by time, but one at 2026-01-31T10:00:13Z follows one at 2026-01-31T10:00:14Z
            """)
    void everyMistakeIsToldWithItsLine(String line, String message) {
        String text = "{\"at\":\"2026-01-31T10:00:14Z\",\"check\":\"p95\",\"value\":1}\n" + line + "\n";

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            first line                                                   | message
            {"deployment":{}}                                            | r:1: a deployment needs service, version and deployedAt
            {"deployment":3}                                             | r:1: expected an object after "deployment"
            {"deployment":{"servce":"x"}}                                | r:1: unknown field "servce" in the deployment
            {"deployment":{"service":"a","version":"1","deployedAt":"2026-01-31T10:00:15Z"},"check":"p95"} | r:1: the line that names the deployment has no other fields
            at,check,value                                               | r:1: expected JSON Lines, or CSV with the header at,check,value,bad,total,error, but found at,check,value
            at,at                                                        | r:1: expected JSON Lines, or CSV with the header
            """)
    void aFirstLineThatIsNoneIsTold(String line, String message) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            third line                                | message
            2026-01-31T10:00:15Z,p95,0.02             | r:3: expected 6 columns, but found 3
            2026-01-31T10:00:15Z,p95,fast,,,          | r:3: expected a number, but found "fast"
            2026-01-31T10:00:15Z,p95,NaN,,,           | r:3: expected a number, but found "NaN"
            2026-01-31T10:00:15Z,p95,1,1.5,2,         | r:3: expected a whole number, but found "1.5"
            2026-01-31T10:00:15Z,p95,1,,,refused      | r:3: a sample has exactly one of
            noon,p95,1,,,                             | r:3: expected an instant such as
            2026-01-31T10:00:15Z,p95,"1               | r:3: cannot be read as CSV:
            """)
    void everyMistakeInCommaSeparatedValuesIsToldWithItsLine(String line, String message) {
        String text = "at,check,value,bad,total,error\n2026-01-31T10:00:14Z,p95,1,,,\n" + line;

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining(message);
        if (!line.contains("\"")) {
            assertThatThrownBy(() -> read(text + "\n2026-01-31T10:00:16Z,p95,1,,,\n"))
                    .hasMessageContaining(message);
        }
    }

    private static List<Sample> read(String text) throws IOException {
        try (RecordingReader reader = new RecordingReader("r", new StringReader(text))) {
            return rest(reader);
        }
    }

    private static List<Sample> rest(RecordingReader reader) {
        List<Sample> samples = new ArrayList<>();
        reader.forEachRemaining(samples::add);
        return samples;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '`', textBlock = """
            file      | first line                                          | second line | said
            JSON      | {"at":"2026-01-31T10:00:00Z","check":"a","value":1} | {           | r:2: cannot be read: a line is longer than 1,048,576 characters
            CSV       | at,check,value,bad,total,error                      | 2026        | r:2: cannot be read as CSV: a line is longer than 1,048,576 characters
            """)
    void aLineThatIsTooLongIsRefusedWithItsNumber(String file, String first, String second, String said) {
        String text = first + "\n" + second + " ".repeat(2 << 20);

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(RecordingException.class)
                .hasMessage(said);
    }
}
