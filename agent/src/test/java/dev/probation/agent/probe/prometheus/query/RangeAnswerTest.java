package dev.probation.agent.probe.prometheus.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.http.HttpAnswer;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeAnswerTest {

    private static Optional<RangeAnswer> read(int status, String body, boolean acceptWarnings) {
        HttpAnswer answer =
                new HttpAnswer(status, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(body.replace('\'', '"')), 0);
        return RangeAnswer.of(answer, acceptWarnings);
    }

    private static String matrix(String result) {
        return "{'status':'success','data':{'resultType':'matrix','result':" + result + "}}";
    }

    @Test
    void readsEachSeriesAtItsInstants() {
        String both = "[{'metric':{'a':'1'},'values':[[10,'1'],[10.5,'NaN']]},{'metric':{},'values':[[10,'2']]}]";

        assertThat(read(200, matrix(both), false))
                .contains(new RangeAnswer(Map.of(
                        10_000L,
                        List.of(new Series(Map.of("a", "1"), 1), new Series(Map.of(), 2)),
                        10_500L,
                        List.of(new Series(Map.of("a", "1"), Double.NaN)))));
        assertThat(read(200, matrix("[]"), false)).contains(new RangeAnswer(Map.of()));
    }

    @Test
    void takesAPartialAnswerOnlyWhereThatIsAccepted() {
        String partial = matrix("[]").replaceFirst("\\{", "{'isPartial':true,");
        String remarked = matrix("[]").replaceFirst("\\{", "{'warnings':['PromQL info: x'],");

        assertThat(read(200, partial, false)).isEmpty();
        assertThat(read(200, partial, true)).isPresent();
        assertThat(read(200, remarked, false)).isPresent();
    }

    @Test
    void takesWarningsOnlyWhereTheyAreAccepted() {
        String partial = matrix("[]").replaceFirst("\\{", "{'warnings':['partial'],");

        assertThat(read(200, partial, false)).isEmpty();
        assertThat(read(200, partial, true)).isPresent();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            another status         | 503 | {'status':'success','data':{'resultType':'matrix','result':[]}}
            a page                 | 200 | <html>log in</html>
            a list                 | 200 | []
            an error               | 200 | {'status':'error','data':{'resultType':'matrix','result':[]}}
            a vector               | 200 | {'status':'success','data':{'resultType':'vector','result':[]}}
            no data                | 200 | {'status':'success'}
            no list of series      | 200 | {'status':'success','data':{'resultType':'matrix','result':{}}}
            a native histogram     | 200 | {'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'histograms':[]}]}}
            no list of values      | 200 | {'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'values':1}]}}
            labels that are none   | 200 | {'status':'success','data':{'resultType':'matrix','result':[{'metric':1,'values':[]}]}}
            a bare number          | 200 | {'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'values':[[1,5]]}]}}
            a Java number          | 200 | {'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'values':[[1,'1d']]}]}}
            half of a pair         | 200 | {'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'values':[[1]]}]}}
            a part of a ms         | 200 | {'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'values':[[1.0001,'5']]}]}}
            an instant that is none| 200 | {'status':'success','data':{'resultType':'matrix','result':[{'metric':{},'values':[[true,'5']]}]}}
            warnings that are none | 200 | {'status':'success','warnings':'x','data':{'resultType':'matrix','result':[]}}
            """)
    void readsNothingElse(String name, int status, String body) {
        assertThat(read(status, body, false)).isEmpty();
    }
}
