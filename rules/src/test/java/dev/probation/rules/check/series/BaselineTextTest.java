package dev.probation.rules.check.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.evidence.comparison.ComparisonDifference;
import dev.probation.rules.expectation.BaselineExpectation;
import dev.probation.rules.expectation.Dimension;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTextTest {

    private static final BaselineRule RULE =
            new BaselineRule(BaselineExpectation.parse("<= baseline + 10%"), Duration.ofMinutes(1), Dimension.TIME);

    private static double[] values(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @ParameterizedTest(name = "{0} now, {1} before")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            now         | before      | difference | of means | text
            0.5 0.6 0.7 | 0.4 0.5 0.6 | 0.1        | 0.1      | median 600 ms, 20 % above the hour before (500 ms, 3 samples)
            0.3 0.4 0.5 | 0.4 0.5 0.6 | -0.1       | -0.1     | median 400 ms, 20 % below the hour before (500 ms, 3 samples)
            0.5 0.5 0.5 | 0.5 0.5     | 0          | 0        | median 500 ms, the same as the hour before (500 ms, 2 samples)
            0.2 0.3 0.4 | 0 0 0 0     | 0.3        | 0.3      | median 300 ms, above the hour before (0 ms, 4 samples)
            0 0 0 0.8   | 0 0 0 0.4   | 0          | 0.1      | mean 200 ms, 100 % above the hour before (100 ms, 4 samples)
            0 0 0 0.4   | 0 0 0 0.8   | 0          | -0.1     | mean 100 ms, 50 % below the hour before (200 ms, 4 samples)
            0.2 0.2 0.8 | 0.1 0.1 0.4 | 0.1        | 0.2      | median 200 ms, 100 % above the hour before (100 ms, 3 samples)
            0.2 0.2 0.8 | 0.1 0.1 0.4 | -0.1       | -0.21    | mean 400 ms, 100 % above the hour before (200 ms, 3 samples)
            """)
    void namesWhatDiffersAndByHowMuch(String now, String before, double difference, double ofMeans, String text) {
        double[] current = values(now);
        double[] baseline = values(before);
        ComparisonDifference found = new ComparisonDifference(
                difference, ofMeans, 0, baseline[baseline.length / 2], current[current.length / 2], 0.05);

        assertThat(BaselineText.of(new BaselineWindow("the hour before", baseline), current, found, RULE))
                .isEqualTo(text);
    }
}
