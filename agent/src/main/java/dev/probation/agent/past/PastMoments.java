package dev.probation.agent.past;

import dev.probation.agent.config.CheckConfig;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The moments at which a deployment's past is asked about: each window's, in its intervals from its beginning. */
record PastMoments(Instant deployedAt, List<WindowSpec> windows) {

    /** The check's next moment after {@code last}, in the first window from there on that asks it. */
    Optional<Instant> next(CheckConfig check, Instant last) {
        return windows.stream()
                .filter(window -> check.rule().isAskedIn(window.name()))
                .filter(window -> deployedAt.plus(window.until()).isAfter(last))
                .findFirst()
                .map(window -> after(last, window, check));
    }

    private Instant after(Instant last, WindowSpec window, CheckConfig check) {
        Instant begin = deployedAt.plus(window.from());
        Duration interval = window.intervalOf(check.rule().every());
        return (last.isBefore(begin) ? begin : last).plus(interval);
    }

    /** All of the check's moments before {@code end}. */
    List<Instant> before(Instant end, CheckConfig check) {
        List<Instant> moments = new ArrayList<>();
        Optional<Instant> next = next(check, deployedAt);
        while (next.filter(at -> at.isBefore(end)).isPresent()) {
            moments.add(next.orElseThrow());
            next = next(check, next.orElseThrow());
        }
        return moments;
    }
}
