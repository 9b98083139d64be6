package dev.probation.rules.evidence.comparison;

import static dev.probation.rules.evidence.comparison.ComparisonDirection.DECREASE;
import static dev.probation.rules.evidence.comparison.ComparisonDirection.EITHER;
import static dev.probation.rules.evidence.comparison.ComparisonDirection.INCREASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    private static ComparisonRule rule(ComparisonDirection direction, double tolerance) {
        return new ComparisonRule(direction, tolerance, 0.98);
    }

    /** Numbers such as {@code 10*0 5*1.5 nan}. */
    private static double[] values(String text) {
        return Pattern.compile("\\S+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .flatMap(part -> DoubleStream.generate(() -> Double.parseDouble(part.substring(part.indexOf('*') + 1)))
                        .limit(part.contains("*") ? Long.parseLong(part.substring(0, part.indexOf('*'))) : 1)
                        .boxed())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', nullValues = "-", textBlock = """
        case                                        | baseline          | current               | direction | result
        'nothing at all'                            | ''                | ''                    | INCREASE  | NO_DATA
        'no baseline'                               | ''                | '30*1'                | INCREASE  | NO_DATA
        'no current'                                | '30*1'            | ''                    | INCREASE  | NO_DATA
        'four are too few'                          | '30*1'            | '4*9'                 | INCREASE  | NO_DATA
        'five are enough'                           | '1 2 3 4 5'       | '7 8 9 10 11'         | INCREASE  | HIGH
        'only NaN'                                  | '30*1'            | '30*NaN'              | INCREASE  | NO_DATA
        'NaN leaves too few'                        | '30*1'            | '30*NaN 4*9'          | EITHER    | NO_DATA
        'NaN leaves enough'                         | '30*1 9*NaN'      | '30*NaN 9*9'          | EITHER    | HIGH
        'constant and the same'                     | '30*7'            | '30*7'                | EITHER    | PASS
        'constant and higher'                       | '30*7'            | '30*9'                | INCREASE  | HIGH
        'constant and as much higher as tolerated'  | '30*8'            | '30*10'               | INCREASE  | PASS
        'constant and a little more than tolerated' | '30*8'            | '30*10.01'            | INCREASE  | HIGH
        'constant and lower, asked for increase'    | '30*7'            | '30*1'                | INCREASE  | PASS
        'constant and lower'                        | '30*7'            | '30*1'                | DECREASE  | LOW
        'higher, asked for decrease'                | '30*7'            | '30*9'                | DECREASE  | PASS
        'negative and lower'                        | '30*-7'           | '30*-9'               | DECREASE  | LOW
        'negative and higher'                       | '30*-7'           | '30*-5'               | EITHER    | HIGH
        'zeroes stay'                               | '30*0'            | '30*0'                | EITHER    | PASS
        'zeroes become anything'                    | '30*0'            | '30*0.001'            | INCREASE  | HIGH
        'zeroes and errors in a third'              | '60*0'            | '40*0 20*0.2'         | INCREASE  | HIGH
        'the same of twenty'                        | '20*0'            | '14*0 6*1'            | INCREASE  | HIGH
        'the same either way'                       | '30*0'            | '20*0 10*1'           | EITHER    | HIGH
        'the same of twelve: cannot be significant' | '12*0'            | '8*0 4*1'             | INCREASE  | NO_DATA
        'zeroes and errors in a twentieth of many'  | '500*0'           | '475*0 25*0.2'        | INCREASE  | HIGH
        'zeroes and one error of many'              | '500*0'           | '499*0 1'             | INCREASE  | PASS
        'errors in a third and then zeroes'         | '40*0 20*0.2'     | '60*0'                | DECREASE  | LOW
        'errors in a third of ten, then none: cannot be significant' | '7*0 3*1' | '10*0' | DECREASE | NO_DATA
        'errors in a third and then zeroes, upward' | '40*0 20*0.2'     | '60*0'                | INCREASE  | PASS
        'as many errors as ever'                    | '80*0 20*1'       | '80*0 20*1'           | EITHER    | PASS
        'three times as many errors'                | '90*0 10*1'       | '70*0 30*1'           | INCREASE  | HIGH
        'a third of them ten times as high'         | '25*99 25*100 25*101 25*102' | '17*99 17*100 16*101 17*102 33*1000' | INCREASE | HIGH
        'significant but tolerated'                 | '50*100 50*101'   | '50*102 50*103'       | INCREASE  | PASS
        'one wild value and a shift that is tolerated' | '50*100 50*101' | '50*102 49*103 1e6'  | INCREASE  | PASS
        'as high on average as is tolerated'        | '100*8'           | '80*8 20*18'          | INCREASE  | PASS
        'a little higher on average'                | '100*8'           | '80*8 20*18.1'        | INCREASE  | HIGH
        'a fifth as high as tolerated, one wild'    | '100*8'           | '80*8 19*10 1000'     | INCREASE  | PASS
        'a few more beyond, which may be chance'    | '90*8 10*20'      | '80*9 20*30'          | INCREASE  | PASS
        'many more beyond'                          | '90*8 10*20'      | '70*9 30*30'          | INCREASE  | HIGH
        'of a median of 0, the mean is tolerated'   | '51*0 49*100'     | '51*1 49*101'         | INCREASE  | PASS
        'of a median over 0, a part of it is'       | '60*8 40*100'     | '60*11 40*103'        | INCREASE  | HIGH
        'ties: as much higher as tolerated'         | '3*10 2*12.5'     | '5*12.5'              | INCREASE  | PASS
        'ties: higher, but cannot be significant'   | '3*10 2*13'       | '5*13'                | INCREASE  | NO_DATA
        'ties: lower, but cannot be significant'    | '3*-10 2*-13'     | '5*-13'               | DECREASE  | NO_DATA
        'ties: as high on average as tolerated'     | '12*8'            | '8*8 4*14'            | INCREASE  | PASS
        'ties: higher on average'                   | '12*8'            | '8*8 4*14.3'          | INCREASE  | NO_DATA
        'as a table of few numbers'                 | '30*10 20*11'     | '10*10 40*11'         | INCREASE  | PASS
        """)
    void holdsTwoSamplesAgainstEachOther(
            String name, String baseline, String current, ComparisonDirection direction, ComparisonResult expected) {
        Comparison comparison = Comparison.of(values(baseline), values(current), rule(direction, 0.25));

        assertThat(comparison.result()).as(comparison.reason()).isEqualTo(expected);
    }

    @Test
    void theReasonHasTheNumbersInIt() {
        assertThat(Comparison.of(values("15*100 15*101 2*NaN"), values("20*140 10*141"), rule(INCREASE, 0.25))
                        .reason())
                .isEqualTo("significantly higher: median 140, baseline 100.5, difference 40 (40 to 40), of means 39.83,"
                        + " tolerated 25.12, p 8.456E-18 (30 samples and 2 NaN against 30 samples)");
        assertThat(Comparison.of(values("3*1"), values("30*1"), rule(INCREASE, 0.25))
                        .reason())
                .isEqualTo("baseline 3 samples, current 30 samples: at least 5 of each are needed");
        assertThat(Comparison.of(values("30*1"), values("30*1"), rule(DECREASE, 0.25))
                        .reason())
                .startsWith("no significant decrease: median 1, baseline 1, difference 0 (0 to 0)");
        assertThat(Comparison.of(values("30*4"), values("30*5"), rule(EITHER, 0.25))
                        .reason())
                .startsWith("a significant difference, but not beyond what is tolerated: median 5");
        assertThat(Comparison.of(values("12*0"), values("8*0 4*1"), rule(INCREASE, 0.25))
                        .reason())
                .startsWith("not significant, and it cannot be with so many equal values: median 0");
        assertThat(Comparison.of(values("9*1"), values("5*1"), new ComparisonRule(EITHER, 0, 0.9995))
                        .reason())
                .isEqualTo(
                        "baseline 9 samples, current 5 samples: too few for any difference to be significant at 99.95 %");
    }

    @Test
    void theEstimateIsOfAllItsParts() {
        ComparisonEstimate estimate = Comparison.of(values("1 2 3 4 5"), values("7 8 9 10 12"), rule(EITHER, 0.25))
                .estimate()
                .orElseThrow();

        assertThat(estimate.difference()).isEqualTo(6);
        assertThat(estimate.low()).isEqualTo(3);
        assertThat(estimate.high()).isEqualTo(10);
        assertThat(estimate.meanDifference()).isCloseTo(6.2, within(1e-12));
        assertThat(estimate.effect()).isEqualTo(1);
        assertThat(estimate.pValue()).isCloseTo(2.0 / 252, within(1e-12));
        assertThat(estimate.baselineMedian()).isEqualTo(3);
        assertThat(estimate.currentMedian()).isEqualTo(9);
        assertThat(estimate.limit()).isEqualTo(0.75);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1234567, 1235000",
        "0.00012345678, 0.0001235",
        "0.0000012345678, 0.000001235",
        "0.00000012345678, 1.235E-7",
        "123456789012, 123500000000",
        "1234567890123, 1.235E+12",
        "-1234567890123, -1.235E+12",
        "Infinity, Infinity"
    })
    void aNumberHasFourDigits(double number, String text) {
        assertThat(ComparisonText.number(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PASS, pass", "HIGH, high", "LOW, low", "NO_DATA, no-data"})
    void aResultIsPrintedInSmallLetters(ComparisonResult result, String label) {
        assertThat(result.label()).isEqualTo(label);
    }

    @Test
    void countsWhatItLeftOut() {
        Comparison comparison = Comparison.of(values("30*1 2*NaN"), values("28*1 3*NaN"), rule(EITHER, 0));

        assertThat(List.of(
                        comparison.baseline(), comparison.current(), comparison.baselineNaN(), comparison.currentNaN()))
                .containsExactly(30, 28, 2, 3);
    }

    @Test
    void whatIsInfiniteIsRefused() {
        assertThatThrownBy(() -> Comparison.of(values("9*1"), values("8*1 Infinity"), rule(EITHER, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be finite or NaN");
    }

    @ParameterizedTest
    @CsvSource({"-0.1,0.98", "NaN,0.98", "Infinity,0.98", "0,0.5", "0,1", "0,NaN"})
    void aRuleThatMakesNoSenseIsRefused(double tolerance, double confidence) {
        assertThatThrownBy(() -> new ComparisonRule(EITHER, tolerance, confidence))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("but was");
    }

    @Test
    void upsideDownEverythingIsTheOtherWayRound() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            double shift = random.nextInt(3);
            double[] baseline = random.doubles(5 + random.nextInt(20), 0, 3)
                    .map(Math::floor)
                    .toArray();
            double[] current = random.doubles(5 + random.nextInt(20), 0, 3)
                    .map(value -> Math.floor(value + shift))
                    .toArray();

            ComparisonResult up =
                    Comparison.of(baseline, current, rule(INCREASE, 0.1)).result();
            ComparisonResult down = Comparison.of(negated(baseline), negated(current), rule(DECREASE, 0.1))
                    .result();

            assertThat(down).isEqualTo(up == ComparisonResult.HIGH ? ComparisonResult.LOW : up);
        }
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    @Tag("simulation")
    @ParameterizedTest(name = "{0} against {1}, {2} kinds, {3}")
    @CsvSource({
        "5,5,1000000,EITHER",
        "10,10,2,INCREASE",
        "10,20,4,EITHER",
        "100,100,1000000,EITHER",
        "150,60,3,INCREASE"
    })
    void withoutADifferenceFewAreFound(int baselines, int currents, int kinds, ComparisonDirection direction) {
        assertFewAreFound(baselines, currents, kinds, direction);
    }

    /** As many as are just compared exactly, which takes long. */
    @Tag("long")
    @Tag("simulation")
    @ParameterizedTest(name = "{0} against {1}, {2} kinds, {3}")
    @CsvSource({"25,25,1000000,INCREASE", "30,30,3,DECREASE"})
    void withoutADifferenceFewAreFoundExactly(int baselines, int currents, int kinds, ComparisonDirection direction) {
        assertFewAreFound(baselines, currents, kinds, direction);
    }

    private static void assertFewAreFound(int baselines, int currents, int kinds, ComparisonDirection direction) {
        Random random = new Random(20);
        int runs = 1000;
        int found = 0;
        for (int i = 0; i < runs; i++) {
            double[] baseline =
                    random.ints(baselines, 0, kinds).asDoubleStream().toArray();
            double[] current = random.ints(currents, 0, kinds).asDoubleStream().toArray();
            ComparisonResult result = Comparison.of(baseline, current, new ComparisonRule(direction, 0, 0.98))
                    .result();
            found += result == ComparisonResult.HIGH || result == ComparisonResult.LOW ? 1 : 0;
        }

        // 2 % of 1,000 are 20, with a standard deviation of 4.4
        assertThat(found).isLessThanOrEqualTo(33);
    }

    @Tag("simulation")
    @Test
    void aDifferenceOfThreeDeviationsIsFoundInTenSamples() {
        Random random = new Random(8);
        int found = 0;
        for (int i = 0; i < 500; i++) {
            double[] baseline = random.doubles(10)
                    .map(value -> 100 + 10 * random.nextGaussian())
                    .toArray();
            double[] current = random.doubles(10)
                    .map(value -> 130 + 10 * random.nextGaussian())
                    .toArray();
            found += Comparison.of(baseline, current, rule(INCREASE, 0.1)).result() == ComparisonResult.HIGH ? 1 : 0;
        }

        assertThat(found).isGreaterThan(495);
    }
}
