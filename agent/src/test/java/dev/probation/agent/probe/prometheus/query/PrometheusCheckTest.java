package dev.probation.agent.probe.prometheus.query;

import static dev.probation.agent.probe.prometheus.query.SelectorTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Quantity;
import dev.probation.rules.expectation.Unit;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusCheckTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Question question(String words) {
        return switch (words) {
            case "ratio" -> new Question.Ratio(read("bad"), read("total"), MINUTE);
            case "query" -> new Question.Raw("up");
            default ->
                new Question.Quantile(
                        read("x_seconds"), Double.parseDouble(words), MINUTE, Optional.of(Quantity.parse("500ms")));
        };
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            question | expectation             | share
            ratio    | < 0.1%                  | 0.001
            ratio    | <= 5%                   | 0.05
            ratio    | > 5%                    |
            ratio    | between 1% and 2%       |
            ratio    | <= 0%                   |
            ratio    | < 100%                  |
            0.95     | < 500ms                 | 0.05
            0.999    | <= 500ms                | 0.001
            0.95     | < 1s                    |
            0.95     | > 500ms                 |
            1        | < 500ms                 |
            query    | < 500ms                 |
            """)
    void allowsAShareWhereTheCountsAreAboutTheLimit(String question, String expectation, Double share) {
        PrometheusCheck check = new PrometheusCheck(question(question), Unit.NONE, Optional.empty(), false);

        assertThat(check.allowedShare(Expectation.parse(expectation)))
                .isEqualTo(share == null ? OptionalDouble.empty() : OptionalDouble.of(share));
    }
}
