package dev.probation.agent.past;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.probe.PastProbe.Moment;
import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.Proportion;
import dev.probation.rules.check.series.BaselineRule;
import dev.probation.rules.check.series.SeriesRule;
import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineMomentsTest {

    private static final Instant LIVE = Instant.parse("2026-01-31T10:00:00Z");
    private static final Proportion PROPORTION = new Proportion(0.01, 0.01);

    private static final SeriesRule SERIES =
            new BaselineRule(BaselineExpectation.parse("<= baseline + 10%"), Duration.ofMinutes(1), Dimension.RATIO);

    private static Check check(Duration every, boolean counts, boolean days, OnBreach onBreach) {
        return CheckConfigBuilder.check("errors")
                .every(every)
                .expect("< 1%")
                .onBreach(onBreach)
                .proportion(counts ? PROPORTION : null)
                .series(days ? SERIES : null)
                .rule();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                  | every | counts | days  | breach   | moments | first                | blocks
            'a value, often'                      | PT5S  | false  | false | ALERT    | 60      | 2026-01-31T09:00:00Z | 1
            'a value, rarely'                     | PT7M  | false  | false | ALERT    | 8       | 2026-01-31T09:04:00Z | 1
            'a value, less than once an hour'     | PT2H  | false  | false | ALERT    | 0       |                      | 0
            'counts'                              | PT15S | true   | false | ALERT    | 28      | 2026-01-31T09:00:00Z | 2
            'counts, rarely'                      | PT20M | true   | false | ALERT    | 3       | 2026-01-31T09:00:00Z | 1
            'a value that is compared with days'  | PT5S  | false  | true  | ALERT    | 2304    | 2026-01-24T10:00:00Z | 3
            'counts that are compared with days'  | PT5S  | true   | true  | ALERT    | 1168    | 2026-01-24T10:00:00Z | 14
            'rarely, and compared with days'      | PT30M | false  | true  | ALERT    | 192     | 2026-01-24T10:00:00Z | 3
            'a value that may roll back'          | PT5S  | false  | false | ROLLBACK | 1500    | 2026-01-30T09:00:00Z | 2
            'counts that may roll back'           | PT15S | true   | false | ROLLBACK | 316     | 2026-01-30T09:00:00Z | 5
            'rarely, and may roll back'           | PT30M | false  | false | ROLLBACK | 50      | 2026-01-30T09:00:00Z | 2
            'a series that may roll back'         | PT30M | false  | true  | ROLLBACK | 192     | 2026-01-24T10:00:00Z | 3
            """)
    void areBeforeTheDeploymentInOrder(
            String name,
            Duration every,
            boolean counts,
            boolean days,
            OnBreach breach,
            int moments,
            Instant first,
            int blocks) {
        Check check = check(every, counts, days, breach);

        BaselineMoments baseline = new BaselineMoments(LIVE);
        List<Instant> at = baseline.of(check);

        assertThat(at).as(name).hasSize(moments).isSorted().doesNotHaveDuplicates();
        assertThat(at).allMatch(each -> each.isBefore(LIVE));
        assertThat(at.stream().findFirst()).isEqualTo(Optional.ofNullable(first));
        assertThat(baseline.blocks(check)).hasSize(blocks);
    }

    @Test
    void noValueIsCutShort() {
        assertThat(new BaselineMoments(LIVE).blocks(check(Duration.ofSeconds(5), false, true, OnBreach.ALERT)))
                .allSatisfy(block -> assertThat(counting(block)).isEqualTo(Duration.ofDays(1)));
    }

    @Test
    void countingBeginsOneSpacingBeforeTheFirst() {
        List<List<Moment>> blocks =
                new BaselineMoments(LIVE).blocks(check(Duration.ofSeconds(5), true, false, OnBreach.ALERT));

        assertThat(blocks.stream().map(BaselineMomentsTest::counting))
                .containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(1));
        assertThat(blocks.get(1).get(0).since()).isEqualTo(LIVE.minus(Duration.ofMinutes(20)));
    }

    private static Duration counting(List<Moment> block) {
        return Duration.between(block.get(0).since(), block.get(0).at());
    }

    @Test
    void countingBeginsAnewEachHour() {
        List<Moment> night = new BaselineMoments(LIVE)
                .blocks(check(Duration.ofSeconds(5), true, false, OnBreach.ROLLBACK))
                .get(0);

        assertThat(night).hasSize(8 * 12);
        assertThat(night.stream().map(Moment::since).distinct())
                .hasSize(8)
                .startsWith(Instant.parse("2026-01-30T08:55:00Z"), Instant.parse("2026-01-30T09:55:00Z"));
        assertThat(night)
                .allMatch(moment -> !moment.since().plus(Duration.ofHours(1)).isBefore(moment.at()));
    }
}
