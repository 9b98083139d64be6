package dev.probation.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.notice.IncidentAction;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.outbox.FaultyServer.Fault;
import dev.probation.agent.outbox.Observed.Attempt;
import dev.probation.agent.store.Message;
import dev.probation.agent.store.OutboxRepository.DeadLetter;
import dev.probation.rules.deployment.Deployment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every fault that a receiver's service may have, again and again: what may be taken later is delivered, once and in order;
 * what is refused is not repeated, and told to others. {@code -Dprobation.times=5} makes so many times as many trials of each,
 * {@code -Dprobation.seed=1} others.
 */
@Tag("seeds")
class FaultyReceiversTest {

    private static final Logger log = LoggerFactory.getLogger(FaultyReceiversTest.class);
    private static final int TIMES = 5 * Integer.getInteger("probation.times", 1);
    /** Random numbers of neighbouring seeds begin alike. */
    private static final long MIXED = 0x9E3779B97F4A7C15L;

    private static final long SEED = Long.getLong("probation.seed", 1);
    private static final Set<Fault> REFUSED = EnumSet.of(
            Fault.HTTP_400, Fault.HTTP_403, Fault.HTTP_404, Fault.HTTP_410, Fault.ERROR_WITH_200, Fault.REDIRECT);
    private static final Set<Fault> ASKS_TO_WAIT = EnumSet.of(Fault.RATE_IN_SECONDS, Fault.RATE_AS_DATE);

    private static ReceiversRig rig;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        rig = new ReceiversRig(folder);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private record Trial(long seed, Deployment deployment, Observed faulty, Observed other, int faults, int requests) {}

    private static Trial trial(Fault fault, long seed) {
        Random random = new Random(seed * MIXED);
        List<String> kinds = fault == Fault.ERROR_WITH_200 ? List.of("slack", "teams") : ReceiversRig.KINDS;
        String kind = kinds.get((int) (seed % kinds.size()));
        String room = fault + "-" + seed;
        int faults = REFUSED.contains(fault) ? Integer.MAX_VALUE : 1 + random.nextInt(4);
        Deployment deployment = rig.deploy(room);
        Observed faulty = rig.receiver(room, kind, attempt -> attempt < faults ? fault : Fault.NONE);
        Observed other = rig.receiver(room + "-other", "webhook", attempt -> Fault.NONE);
        ReceiverDelivery delivery = rig.delivery(Map.of("faulty", faulty, "other", other), random);
        rig.write(deployment.id(), both(deployment, NotificationEvent.FAILING, IncidentAction.TRIGGER));
        rig.write(deployment.id(), both(deployment, NotificationEvent.BLIND, IncidentAction.TRIGGER));
        rig.run(delivery, Duration.ofMillis(random.nextInt(5_000)));
        rig.write(deployment.id(), both(deployment, NotificationEvent.RECOVERED, IncidentAction.RESOLVE));
        rig.run(delivery, Duration.ofHours(1));
        return new Trial(seed, deployment, faulty, other, faults, rig.requests(room));
    }

    private static List<Message> both(Deployment deployment, NotificationEvent occasion, IncidentAction action) {
        Notice notice = Notice.of(occasion, action, rig.time.now(), deployment, "p95 612 ms");
        Notice about = occasion == NotificationEvent.BLIND
                ? notice
                : notice.about(new Evidence("p95-latency", "failing", Optional.empty(), Optional.empty()));
        return Stream.of("faulty", "other")
                .map(to -> new Message(
                        deployment.id() + '/' + occasion + '/' + to,
                        deployment.id(),
                        to,
                        about.incident(),
                        about.at(),
                        about))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void ofWhatIsFaultyNothingIsLost(Fault fault) {
        int attempts = 0;
        int requests = 0;
        for (long seed = SEED; seed < SEED + TIMES; seed++) {
            Trial trial = trial(fault, seed);
            assertOthersAreTold(trial);
            if (REFUSED.contains(fault)) {
                assertRefusedOnce(trial);
            } else {
                assertDeliveredInOrder(trial, fault);
            }
            attempts += trial.faulty().attempts().size();
            requests += trial.requests();
        }
        assertThat(rig.waiting()).isZero();
        log.info(
                "fault={} trials={} from seed={} messages={} attempts={} requests={} lost=0",
                fault,
                TIMES,
                SEED,
                3 * TIMES,
                attempts,
                requests);
    }

    private static void assertDeliveredInOrder(Trial trial, Fault fault) {
        List<Attempt> taken = trial.faulty().taken();
        assertThat(taken)
                .as("seed %s", trial.seed())
                .extracting(attempt -> attempt.notice().occasion())
                .containsExactlyInAnyOrder(
                        NotificationEvent.FAILING, NotificationEvent.BLIND, NotificationEvent.RECOVERED)
                .containsSubsequence(NotificationEvent.FAILING, NotificationEvent.RECOVERED);
        int faults = fault == Fault.SLOW ? 0 : trial.faults();
        List<Attempt> attempts = trial.faulty().attempts();
        assertThat(attempts).as("seed %s", trial.seed()).hasSize(3 + faults);
        assertThat(attempts)
                .as("no resolve is tried before its trigger was taken, seed %s", trial.seed())
                .extracting(attempt -> attempt.notice().occasion())
                .filteredOn(occasion -> occasion != NotificationEvent.BLIND)
                .startsWith(NotificationEvent.FAILING)
                .endsWith(NotificationEvent.RECOVERED);
        if (ASKS_TO_WAIT.contains(fault)) {
            for (int i = 0; i < faults; i++) {
                Duration left = Duration.between(
                        attempts.get(i).at(), attempts.get(i + 1).at());
                assertThat(left)
                        .as("left alone, seed %s", trial.seed())
                        .isGreaterThanOrEqualTo(FaultyServer.ASKED.minusSeconds(1));
            }
        }
    }

    private static void assertRefusedOnce(Trial trial) {
        List<String> tried = trial.faulty().attempts().stream()
                .map(attempt -> attempt.message().id())
                .toList();
        assertThat(tried).as("seed %s", trial.seed()).doesNotHaveDuplicates().hasSize(3);
        assertThat(trial.requests()).as("seed %s", trial.seed()).isEqualTo(3);
        List<DeadLetter> dead = rig.ask(open -> open.outgoing().deadLetters(3));
        assertThat(dead)
                .as("seed %s", trial.seed())
                .extracting(letter -> letter.message().id())
                .containsExactlyInAnyOrderElementsOf(tried);
    }

    /** Of what is theirs, and of what was lost. */
    private static void assertOthersAreTold(Trial trial) {
        List<Attempt> taken = trial.other().taken();
        assertThat(taken)
                .as("seed %s", trial.seed())
                .extracting(attempt -> attempt.notice().occasion())
                .contains(NotificationEvent.FAILING, NotificationEvent.BLIND, NotificationEvent.RECOVERED);
        long lost = taken.stream()
                .filter(attempt -> attempt.notice().occasion() == NotificationEvent.UNDELIVERED)
                .count();
        assertThat(lost > 0).as("seed %s", trial.seed()).isEqualTo(trial.faults() == Integer.MAX_VALUE);
    }
}
