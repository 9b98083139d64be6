package dev.probation.agent.probe.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.PastProbe.Moment;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often what is not answered is asked. */
class RangeReadingTest {

    /** A letter for each answer, the last one for all that follow: g is measured, t timed out, b could not be understood. */
    @ParameterizedTest(name = "{0}: {1} of 100")
    @CsvSource({"g, 100", "b, 5", "ggb, 7", "bbbbg, 100", "btbtbtbtb, 13"})
    void whatFailsAlikeFiveTimesIsAskedNoMore(String answers, int asked) {
        AtomicInteger count = new AtomicInteger();
        List<Moment> moments = Stream.iterate(Instant.EPOCH, last -> last.plusSeconds(60))
                .limit(100)
                .map(at -> new Moment(at, at))
                .toList();

        Future<List<Outcome>> read = RangeReading.oneByOne(moments, moment -> {
            int number = Math.min(count.getAndIncrement(), answers.length() - 1);
            return Future.succeededFuture(outcome(answers.charAt(number)));
        });

        assertThat(count).hasValue(asked);
        assertThat(read.result()).hasSize(100);
        assertThat(read.result().get(99)).isEqualTo(outcome(answers.charAt(answers.length() - 1)));
    }

    private static Outcome outcome(char letter) {
        return switch (letter) {
            case 'g' -> Outcome.Measured.of(1);
            case 't' -> new Outcome.Failed(Cause.TIMEOUT, "late");
            default -> new Outcome.Failed(Cause.BAD_BODY, "no JSON");
        };
    }
}
