package dev.probation.agent.past;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.probe.PastProbe;
import dev.probation.agent.probe.PastProbe.Moment;
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
    private static final int MOMENTS_IN_A_PIECE = 500;
    /** A question that fails today says nothing of the past, so it is asked again. */
    private static final int ATTEMPTS = 3;

    private static final Comparator<Sample> ORDER = Comparator.comparing(Sample::at)
            .thenComparing(sample -> sample.check().value());

    private final TargetClients clients;
    private final Deployment deployment;
    private final Map<CheckConfig, List<Instant>> moments = new LinkedHashMap<>();

    /** What is read together: of the baseline, or since the deployment. */
    private record Piece(CheckConfig check, List<Moment> moments, List<Outcome> outcomes) {}

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
                        .blocks(check.rule())
                        .forEach(block -> pieces.add(new Piece(check, block, new ArrayList<>())));
            }
            for (int from = 0; from < since.size(); from += MOMENTS_IN_A_PIECE) {
                List<Moment> some = since.subList(from, Math.min(since.size(), from + MOMENTS_IN_A_PIECE)).stream()
                        .map(instant -> new Moment(deployment.deployedAt(), instant))
                        .toList();
                pieces.add(new Piece(check, some, new ArrayList<>()));
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
                .askAll(piece.moments())
                .compose(outcomes -> settled((PastProbe) probe, piece, outcomes))
                .compose(read -> {
                    done.accept(piece.moments().size());
                    return readOn(waiting, done);
                });
    }

    private Future<Void> settled(PastProbe probe, Piece piece, List<Outcome> outcomes) {
        Future<Void> settled = Future.succeededFuture();
        for (int i = 0; i < outcomes.size(); i++) {
            Moment moment = piece.moments().get(i);
            Outcome outcome = outcomes.get(i);
            settled = settled.compose(before -> settled(probe, moment, outcome, 1))
                    .map(last -> {
                        piece.outcomes().add(last);
                        return null;
                    });
        }
        return settled;
    }

    /** What the target refuses today it refused then; what it does not answer today is unknown. */
    private Future<Outcome> settled(PastProbe probe, Moment moment, Outcome outcome, int attempt) {
        if (!(outcome instanceof Outcome.Failed failed) || failed.cause() == Outcome.Cause.REJECTED) {
            return Future.succeededFuture(outcome);
        }
        return attempt == ATTEMPTS
                ? Future.failedFuture(new IOException("at " + moment.at() + ": " + failed.detail()))
                : probe.askAt(moment.since(), moment.at()).compose(again -> settled(probe, moment, again, attempt + 1));
    }

    private List<Sample> samples(List<Piece> pieces) {
        Map<CheckId, Counts> counted = new LinkedHashMap<>();
        List<Sample> samples = new ArrayList<>();
        for (Piece piece : pieces) {
            if (isSince(piece.moments().get(0).at())) {
                since(piece, counted, samples);
            } else {
                samples.addAll(Increments.samples(piece.check().rule().id(), piece.moments(), piece.outcomes()));
            }
        }
        samples.sort(ORDER);
        return samples;
    }

    private static void since(Piece piece, Map<CheckId, Counts> counted, List<Sample> samples) {
        CheckId check = piece.check().rule().id();
        for (int i = 0; i < piece.moments().size(); i++) {
            Counts before = counted.getOrDefault(check, Increments.NONE);
            Outcome outcome = Increments.of(piece.outcomes().get(i), before);
            counted.put(check, Increments.after(before, outcome));
            samples.add(new Sample(piece.moments().get(i).at(), check, outcome));
        }
    }
}
