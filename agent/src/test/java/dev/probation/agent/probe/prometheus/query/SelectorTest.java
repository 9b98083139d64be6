package dev.probation.agent.probe.prometheus.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.prometheus.query.Selector.LabelMatcher;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class SelectorTest {

    public static Selector read(String text) {
        return Selector.parse(text).orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            http_requests_total                                | http_requests_total
            job:errors:rate5m                                  | job:errors:rate5m
            http_requests_total{}                              | http_requests_total
            http_requests_total { }                            | http_requests_total
            http_requests_total{status=~"5..",path!="/x\\"}",} | http_requests_total{status=~"5..", path!="/x\\"}"}
            a{b=`c`,d='e'}                                     | a{b=`c`, d='e'}
            a{b="c,d=\\"e\\"}{"}                               | a{b="c,d=\\"e\\"}{"}
            x_seconds{"http.route"="/api"}                     | x_seconds{"http.route"="/api"}
            x_seconds{"job"="a"}                               | x_seconds{job="a"}
            {"http.requests"}                                  | {"http.requests"}
            {"http.requests", job="a"}                         | {"http.requests", job="a"}
            {job="a", "requests"}                              | requests{job="a"}
            """)
    void readsWhatSelectsOneMetricsSeries(String text, String written) {
        assertThat(read(text)).hasToString(written);
        assertThat(read(read(text).toString())).isEqualTo(read(text));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            sum(http_requests_total)
            http_requests_total[5m]
            http_requests_total offset 5m
            http_requests_total{status=~"5..}
            http_requests_total{status}
            http_requests_total{status=5}
            http_requests_total{,}
            http_requests_total{status="5" path="/"}
            http_requests_total{status="5" or path="/"}
            {__name__="a", b='c'}
            a{"b"}
            5xx_total
            a b
            a + b{c="}"}
            {}
            %%
            """)
    void readsNothingElse(String text) {
        assertThat(Selector.parse(text)).isEmpty();
    }

    @Test
    void addsMatchersAndSuffixes() {
        Selector selector = read("x{a=\"1\"}");

        assertThat(selector.with("le", "=\"+Inf\"")).hasToString("x{le=\"+Inf\", a=\"1\"}");
        assertThat(selector.withSuffix("_bucket")).hasToString("x_bucket{a=\"1\"}");
        assertThat(read("{\"x.seconds\"}").withSuffix("_bucket")).hasToString("{\"x.seconds_bucket\"}");
    }

    @Test
    void itsOwnMatcherOfALabelReplacesADefault() {
        List<LabelMatcher> defaults =
                List.of(new LabelMatcher("job", "=\"shop\""), new LabelMatcher("env", "=~\"p.*\""));

        assertThat(read("x{job=\"api\"}").withDefaults(defaults)).hasToString("x{env=~\"p.*\", job=\"api\"}");
        assertThat(read("x").withDefaults(defaults)).hasToString("x{job=\"shop\", env=~\"p.*\"}");
    }
}
