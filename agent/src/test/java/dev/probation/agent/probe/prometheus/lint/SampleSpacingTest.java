package dev.probation.agent.probe.prometheus.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSpacingTest {

    @Test
    void asksForTheSamplesOfExactlyThisSeries() {
        Series series = new Series(Map.of("__name__", "x_total", "path", "a\"b\\c\n"), 1);

        assertThat(SampleSpacing.query(series)).isEqualTo("{__name__=\"x_total\",path=\"a\\\"b\\\\c\\n\"}[10m]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', nullValues = "-", textBlock = """
            the median of the gaps  | 200 | {'data':{'result':[{'values':[[0,'1'],[15,'1'],[30.5,'1'],[90,'1']]}]}} | PT15.5S
            two samples             | 200 | {'data':{'result':[{'values':[[10.1,'1'],[15.1,'1']]}]}}                | PT5S
            one sample              | 200 | {'data':{'result':[{'values':[[10,'1']]}]}}                             | -
            no sample               | 200 | {'data':{'result':[{'values':[]}]}}                                     | -
            no series               | 200 | {'data':{'result':[]}}                                                  | -
            native histograms alone | 200 | {'data':{'result':[{'histograms':[[1,{}],[2,{}]]}]}}                    | -
            another form            | 200 | {'data':[1,2]}                                                          | -
            a page                  | 200 | <html>log in</html>                                                     | -
            another status          | 503 | {'data':{'result':[{'values':[[10,'1'],[15,'1']]}]}}                    | -
            """)
    void readsHowOftenASampleArrives(String name, int status, String body, Duration expected) {
        HttpAnswer answer =
                new HttpAnswer(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body.replace('\'', '"')), 0);

        assertThat(SampleSpacing.of(answer)).isEqualTo(Optional.ofNullable(expected));
    }
}
