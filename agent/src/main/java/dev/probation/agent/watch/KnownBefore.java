package dev.probation.agent.watch;

import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of the time before a deployment without asking its targets.
 *
 * @param given by whoever announced it; a check that is in it is read nowhere else
 * @param earlier measured in the deployment before, for checks whose targets do not remember
 */
record KnownBefore(List<Sample> given, List<Sample> earlier) {

    KnownBefore {
        given = List.copyOf(given);
        earlier = List.copyOf(earlier);
    }

    /** The checks that need not be read. */
    Set<CheckId> givenChecks() {
        return given.stream().map(Sample::check).collect(Collectors.toSet());
    }

    List<Sample> earlierOf(CheckId check) {
        return earlier.stream().filter(sample -> sample.check().equals(check)).toList();
    }
}
