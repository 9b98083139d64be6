package dev.probation.agent.probe.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQlTest {

    @Test
    void writesAQuantileOverAllSeriesOfAHistogram() {
        assertThat(PromQl.quantile("http_seconds{path=~\"/a{2}\"}", 0.95, Duration.ofMinutes(1)))
                .isEqualTo("histogram_quantile(0.95, sum by (le) (rate(http_seconds_bucket{path=~\"/a{2}\"}[60s])))");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '%', textBlock = """
            http_requests_total                                | true
            job:errors:rate5m                                  | true
            http_requests_total{}                              | true
            http_requests_total{status=~"5..",path!="/x\\"}",} | true
            {__name__="a", b='c'}                              | true
            a{b=`c`}                                           | true
            sum(http_requests_total)                           | false
            http_requests_total[5m]                            | false
            http_requests_total{status=~"5..}                  | false
            http_requests_total{status}                        | false
            5xx_total                                          | false
            a b                                                | false
            """)
    void tellsASelectorFromOtherPromQl(String text, boolean selector) {
        assertThat(PromQl.isSelector(text)).isEqualTo(selector);
    }
}
