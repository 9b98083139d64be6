package dev.probation.agent.past;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.probe.PastProbe;
import dev.probation.agent.probe.Probe;
import dev.probation.agent.probe.TargetClients;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Sample;
import dev.probation.rules.window.WindowSpec;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Reads the whole of a past deployment from the targets that remember it, several pieces at once: the samples that an agent
 * would have had. Confined to its event loop.
 */
public final class HistoryReader {

    private static final int PIECES_AT_ONCE = 4;
    private static final int INSTANTS_IN_A_PIECE = 500;
    /** A question that fails today says nothing of the past, so it is asked again. */
    private static final int ATTEMPTS = 3;

    private static final Comparator<Sample> ORDER = Comparator.comparing(Sample::at)
            .thenComparing(sample -> sample.check().value());

    private final TargetClients clients;
    private final Deployment deployment;
    private final Map<CheckConfig, List<Instant>> moments = new LinkedHashMap<>();

    /** @param since when counting begins */
    private record Piece(CheckConfig check, Instant since, List<Instant> at, List<Outcome> outcomes) {}

    public HistoryReader(TargetClients clients, Deployment deployment) {
        this.clients = clients;
        this.deployment = deployment;
    }

    /** Whether the check's target remembers. */
    public static boolean isReadable(TargetClients clients, CheckConfig check) {
        return clients.probe(check) instanceof PastProbe;
    }

    /**
     * The moments of a check's baseline, and those at which it is asked in its windows, as they are for a deployment that is
     * told late.
     */
    public static List<Instant> moments(CheckConfig check, Instant deployedAt, List<WindowSpec> windows, Instant end) {
        List<Instant> moments = new ArrayList<>(new BaselineMoments(deployedAt).of(check.rule()));
        moments.addAll(new PastMoments(deployedAt, windows).before(end, check));
        return moments;
    }

    /** Has a check read at these moments, in their order; where any is before the deployment, all of its baseline is. */
    public void plan(CheckConfig check, List<Instant> at) {
        moments.put(check, List.copyOf(at));
    }

    /**
     * Reads all that is planned.
     *
     * @param done is told how many moments more have been read
     * @return the samples in their order; fails with an {@link IOException} where a target cannot be asked today
     */
    public Future<List<Sample>> read(IntConsumer done) {
        List<Piece> pieces = pieces();
        Deque<Piece> waiting = new ArrayDeque<>(pieces);
        List<Future<Void>> readers = new ArrayList<>();
        for (int i = 0; i < PIECES_AT_ONCE; i++) {
            readers.add(readOn(waiting, done));
        }
        return Future.all(readers).map(all -> samples(pieces)).onFailure(cause -> waiting.clear());
    }

    private List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>();
        moments.forEach((check, at) -> {
            List<Instant> since = at.stream().filter(this::isSince).toList();
            if (since.size() < at.size()) {
                new BaselineMoments(deployment.deployedAt())
                        .spans(check.rule())
                        .forEach(span -> pieces.add(new Piece(check, span.since(), span.at(), new ArrayList<>())));
            }
            for (int from = 0; from < since.size(); from += INSTANTS_IN_A_PIECE) {
                List<Instant> some = since.subList(from, Math.min(since.size(), from + INSTANTS_IN_A_PIECE));
                pieces.add(new Piece(check, deployment.deployedAt(), some, new ArrayList<>()));
            }
        });
        return pieces;
    }

    private boolean isSince(Instant at) {
        return !at.isBefore(deployment.deployedAt());
    }

    private Future<Void> readOn(Deque<Piece> waiting, IntConsumer done) {
        Piece piece = waiting.poll();
        if (piece == null) {
            return Future.succeededFuture();
        }
        Probe probe = clients.probe(piece.check());
        return ((PastProbe) probe)
                .askAll(piece.since(), piece.at())
                .compose(outcomes -> settled((PastProbe) probe, piece, outcomes))
                .compose(read -> {
                    done.accept(piece.at().size());
                    return readOn(waiting, done);
                });
    }

    private Future<Void> settled(PastProbe probe, Piece piece, List<Outcome> outcomes) {
        Future<Void> settled = Future.succeededFuture();
        for (int i = 0; i < outcomes.size(); i++) {
            Instant at = piece.at().get(i);
            Outcome outcome = outcomes.get(i);
            settled = settled.compose(before -> settled(probe, piece.since(), at, outcome, 1))
                    .map(last -> {
                        piece.outcomes().add(last);
                        return null;
                    });
        }
        return settled;
    }

    /** What the target refuses today it refused then; what it does not answer today is unknown. */
    private Future<Outcome> settled(PastProbe probe, Instant since, Instant at, Outcome outcome, int attempt) {
        if (!(outcome instanceof Outcome.Failed failed) || failed.cause() == Outcome.Cause.REJECTED) {
            return Future.succeededFuture(outcome);
        }
        return attempt == ATTEMPTS
                ? Future.failedFuture(new IOException("at " + at + ": " + failed.detail()))
                : probe.askAt(since, at).compose(again -> settled(probe, since, at, again, attempt + 1));
    }

    private List<Sample> samples(List<Piece> pieces) {
        Map<CheckId, Counts> counted = new LinkedHashMap<>();
        List<Sample> samples = new ArrayList<>();
        for (Piece piece : pieces) {
            if (isSince(piece.since())) {
                since(piece, counted, samples);
            } else {
                samples.addAll(Increments.samples(piece.check().rule().id(), piece.at(), piece.outcomes()));
            }
        }
        samples.sort(ORDER);
        return samples;
    }

    private static void since(Piece piece, Map<CheckId, Counts> counted, List<Sample> samples) {
        CheckId check = piece.check().rule().id();
        for (int i = 0; i < piece.at().size(); i++) {
            Counts before = counted.getOrDefault(check, Increments.NONE);
            Outcome outcome = Increments.of(piece.outcomes().get(i), before);
            counted.put(check, Increments.after(before, outcome));
            samples.add(new Sample(piece.at().get(i), check, outcome));
        }
    }
}
