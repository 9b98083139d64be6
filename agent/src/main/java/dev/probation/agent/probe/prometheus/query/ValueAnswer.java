package dev.probation.agent.probe.prometheus.query;

import dev.probation.agent.probe.Details;
import dev.probation.agent.probe.prometheus.query.PrometheusCheck.Question;
import dev.probation.agent.probe.prometheus.query.QueryAnswer.Series;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.sample.Outcome.Failed;
import dev.probation.rules.sample.Outcome.Measured;
import dev.probation.rules.sample.Outcome.NoData;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes one value, in its base unit, of the series that a query gives. */
public final class ValueAnswer {

    private ValueAnswer() {}

    public static Outcome of(List<Series> series, PrometheusCheck check, String whyNaN) {
        if (series.isEmpty()) {
            return new NoData("the result is empty: no series matches now");
        }
        Optional<PrometheusCheck.Reducer> reducer = check.reduce();
        if (series.size() > 1 && reducer.isEmpty()) {
            return new Failed(
                    Cause.REJECTED,
                    Details.of("expected one series, but found " + series.size() + ", such as "
                            + series.get(0).labels()
                            + "; aggregate in the query or set reduce to max, min, sum or avg"));
        }
        double[] values = series.stream().mapToDouble(Series::value).toArray();
        double value = reducer.map(by -> by.reduce(values)).orElse(values[0]);
        return measured(value, check, values.length, whyNaN);
    }

    private static Outcome measured(double value, PrometheusCheck check, int series, String whyNaN) {
        double base = value * check.unit().factor().doubleValue();
        if (Double.isNaN(base)) {
            return NoData.idle("the value is NaN: " + whyNaN);
        }
        if (Double.isInfinite(base)) {
            String words = "the value is " + (base > 0 ? "+Inf" : "-Inf");
            return check.question() instanceof Question.Raw raw && raw.beyond() == base
                    ? Measured.of(Math.copySign(Measured.INFINITE, base), words)
                    : new NoData(words);
        }
        String detail = series == 1
                ? ""
                : check.reduce().orElseThrow().name().toLowerCase(Locale.ROOT) + " of " + series + " series";
        return Measured.of(base, detail);
    }
}
