package dev.probation.rules.evidence.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TrendModelTest {

    private static TrendPoints points(double... values) {
        double[] hours = new double[values.length];
        Arrays.setAll(hours, i -> i);
        return new TrendPoints(hours, values);
    }

    /** What is left is 0.1, 0.7, -1.7 and 0.9, of which none hangs on the one before. */
    @Test
    void besideALevelItIsTheLineOfLeastSquares() {
        TrendModel model = TrendModel.of(points(1, 3, 2, 6));

        assertThat(model.slope()).isCloseTo(1.4, within(1e-12));
        assertThat(model.alone()).isCloseTo(14, within(1e-12));
        assertThat(model.together()).isCloseTo(4.2, within(1e-12));
        assertThat(model.free()).isEqualTo(2);
        assertThat(model.error()).isCloseTo(Math.sqrt(4.2 / 2 / 5), within(1e-12));
    }

    /** Beside a line of slope 2 and a level of 7 is left 5, -1, -4, -4, -1, 5, of which each hangs on the one before by 14/84. */
    @Test
    void theErrorIsLargerWhereValuesHangOnThoseBefore() {
        TrendModel model = TrendModel.of(points(12, 8, 7, 9, 14, 22));

        assertThat(model.slope()).isCloseTo(2, within(1e-12));
        assertThat(model.alone()).isCloseTo(154, within(1e-12));
        assertThat(model.together()).isCloseTo(84, within(1e-12));
        assertThat(model.error()).isCloseTo(Math.sqrt(84.0 / 4 * 7 / 5 / 17.5), within(1e-12));
    }

    /** 1 + 2 h - h^2 + h^3 / 2, of which each shape has something of all others in it. */
    @Test
    void shapesThatAreAlikeAreToldApart() {
        TrendPoints points = points(1, 2.5, 5, 11.5, 25, 48.5);

        TrendModel model = TrendModel.of(points, hour -> hour * hour, hour -> hour * hour * hour);

        assertThat(model.slope()).isCloseTo(2, within(1e-9));
        assertThat(model.together()).isCloseTo(0, within(1e-9));
        assertThat(model.free()).isEqualTo(2);
    }

    @Test
    void anyShapeIsFittedBesideOthers() {
        List<DoubleUnaryOperator> others = List.of(TrendModel.LEVEL, TrendModel.LINE);

        TrendModel model = TrendModel.of(points(1, 4, 13, 28), hour -> 1, hour -> hour * hour, others);

        assertThat(model.slope()).isCloseTo(3, within(1e-9));
        assertThat(model.free()).isOne();
    }

    /** The last point counts for four: the means are 1.5 and 1/6. */
    @Test
    void aPointCountsForTheSquareOfItsWeight() {
        TrendModel model =
                TrendModel.of(points(0, 1, 0), hour -> hour == 2 ? 2 : 1, TrendModel.LINE, List.of(TrendModel.LEVEL));

        assertThat(model.slope()).isCloseTo(-0.5 / 3.5, within(1e-12));
    }

    @Test
    void aLineThatIsExplainedAlreadyHasNoSlopeOfItsOwn() {
        TrendModel model = TrendModel.of(points(0, 2, 4, 7), hour -> 3 * hour - 1);

        assertThat(model.slope()).isZero();
        assertThat(model.error()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(model.together()).isEqualTo(model.alone()).isCloseTo(26.75 - 11.5 * 11.5 / 5, within(1e-9));
    }

    @Test
    void aShapeThatIsNothingExplainsNothing() {
        TrendModel model = TrendModel.of(points(1, 3, 2, 6), hour -> 0);

        assertThat(model.slope()).isCloseTo(1.4, within(1e-12));
    }
}
