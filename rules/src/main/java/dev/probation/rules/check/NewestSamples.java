package dev.probation.rules.check;

import dev.probation.rules.expectation.Failures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The newest good and bad samples of a check that fails by {@code 3 of 5}, from the first bad one on. What is neither takes no
 * place among them.
 *
 * @param first when the first bad one was, which may be older than the newest that are kept
 * @param newest oldest first, as many as are looked at
 */
public record NewestSamples(Instant first, List<Judged> newest) {

    /**
     * A sample that was good or bad.
     *
     * @param proof whether it is bad by evidence against the release, rather than for want of a measurement
     * @param answered whether it was an answer of the target
     */
    public record Judged(Instant at, boolean bad, boolean proof, boolean answered) {}

    public NewestSamples {
        newest = List.copyOf(newest);
        if (newest.isEmpty()) {
            throw new IllegalArgumentException("the newest samples are at least one, the first bad one");
        }
    }

    static NewestSamples begin(Judged bad) {
        return new NewestSamples(bad.at(), List.of(bad));
    }

    /** With one more, of which as many are kept as are looked at. */
    NewestSamples with(Judged sample, Failures asked) {
        List<Judged> more = new ArrayList<>(newest);
        more.add(sample);
        return new NewestSamples(first, more.subList(Math.max(0, more.size() - asked.of()), more.size()));
    }

    Judged last() {
        return newest.get(newest.size() - 1);
    }

    long bad() {
        return newest.stream().filter(Judged::bad).count();
    }

    boolean isSustained(Failures asked) {
        return bad() >= asked.bad();
    }

    /** Whether they are failures enough by evidence alone, of which the last is one. */
    boolean isProven(Failures asked) {
        return last().proof() && proofs().count() >= asked.bad();
    }

    /** From the first bad sample to the last. */
    Streak streak() {
        List<Judged> bad = newest.stream().filter(Judged::bad).toList();
        Instant last = bad.isEmpty() ? first : bad.get(bad.size() - 1).at();
        return new Streak(bad.size(), newest.size(), first, last, bad.stream().anyMatch(Judged::answered));
    }

    /** The evidence among the newest, from the first to the last. */
    Streak proof() {
        List<Judged> proofs = proofs().toList();
        return new Streak(
                proofs.size(),
                newest.size(),
                proofs.get(0).at(),
                proofs.get(proofs.size() - 1).at(),
                proofs.stream().anyMatch(Judged::answered));
    }

    private Stream<Judged> proofs() {
        return newest.stream().filter(Judged::proof);
    }
}
