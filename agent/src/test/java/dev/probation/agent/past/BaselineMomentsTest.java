package dev.probation.agent.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.past.BaselineMoments.Span;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.Proportion;
import dev.probation.rules.check.series.BaselineRule;
import dev.probation.rules.check.series.SeriesRule;
import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineMomentsTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    private static final Proportion PROPORTION = new Proportion(0.01, 0.01);

    private static final SeriesRule SERIES =
            new BaselineRule(BaselineExpectation.parse("<= baseline + 10%"), Duration.ofMinutes(1), Dimension.RATIO);

    private static Check check(Duration every, boolean counts, boolean days) {
        return CheckConfigBuilder.check("errors")
                .every(every)
                .expect("< 1%")
                .proportion(counts ? PROPORTION : null)
                .series(days ? SERIES : null)
                .rule();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                  | every | counts | days  | moments | first                | spans
            'a value, often'                      | PT5S  | false  | false | 60      | 2026-01-31T09:00:00Z | 1
            'a value, rarely'                     | PT7M  | false  | false | 8       | 2026-01-31T09:04:00Z | 1
            'a value, less than once an hour'     | PT2H  | false  | false | 0       |                      | 0
            'counts'                              | PT15S | true   | false | 12      | 2026-01-31T09:00:00Z | 1
            'counts, rarely'                      | PT20M | true   | false | 3       | 2026-01-31T09:00:00Z | 1
            'a value that is compared with days'  | PT5S  | false  | true  | 2304    | 2026-01-24T10:00:00Z | 3
            'counts that are compared with days'  | PT5S  | true   | true  | 1152    | 2026-01-24T10:00:00Z | 96
            'rarely, and compared with days'      | PT30M | false  | true  | 192     | 2026-01-24T10:00:00Z | 3
            """)
    void areBeforeTheDeploymentInOrder(
            String name, Duration every, boolean counts, boolean days, int moments, Instant first, int spans) {
        Check check = check(every, counts, days);

        BaselineMoments baseline = new BaselineMoments(LIVE);
        List<Instant> at = baseline.of(check);

        assertThat(at).as(name).hasSize(moments).isSorted().doesNotHaveDuplicates();
        assertThat(at).allMatch(each -> each.isBefore(LIVE));
        assertThat(at.stream().findFirst()).isEqualTo(Optional.ofNullable(first));
        assertThat(baseline.spans(check)).hasSize(spans);
    }

    @ParameterizedTest
    @CsvSource({"false, PT24H", "true, PT5M"})
    void countingBeginsOneSpacingBeforeTheFirstAndNoValueIsCutShort(boolean counts, Duration before) {
        for (Span span : new BaselineMoments(LIVE).spans(check(Duration.ofSeconds(5), counts, true))) {
            assertThat(Duration.between(span.since(), span.at().get(0))).isEqualTo(before);
        }
    }
}
