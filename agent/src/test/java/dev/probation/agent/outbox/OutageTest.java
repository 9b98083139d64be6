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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All receivers are down for two hours of a bad day and come back: nothing is lost, nothing overtakes, no rate is exceeded.
 * {@code -Dprobation.times=5} tries so many days, {@code -Dprobation.seed=1} others.
 */
class OutageTest {

    private static final Logger log = LoggerFactory.getLogger(OutageTest.class);
    /** Random numbers of neighbouring seeds begin alike. */
    private static final long MIXED = 0x9E3779B97F4A7C15L;

    private static final long SEED = Long.getLong("probation.seed", 1);
    private static final int TIMES = Integer.getInteger("probation.times", 1);
    private static final Duration OUTAGE = Duration.ofHours(2);
    private static final Duration BEFORE = Duration.ofMinutes(5);
    private static final int CHECKS = 25;
    private static final List<String> CHANNELS = List.of("slack", "teams", "webhook");
    private static final Map<String, Duration> RATES =
            Map.of("slack", Duration.ofSeconds(1), "pagerduty", Duration.ofMillis(500));
    private static final List<Fault> DOWN = List.of(
            Fault.HTTP_500, Fault.HTTP_502, Fault.HTTP_503, Fault.HTTP_504, Fault.ENDS_AT_ONCE, Fault.NOBODY_LISTENS);

    @TempDir
    Path folder;

    private ReceiversRig rig;
    private Deployment deployment;
    private ReceiverDelivery delivery;
    private boolean down;
    private final Map<String, Observed> receivers = new TreeMap<>();

    /** That a check fails, or is good again. */
    private record Turn(Instant at, String check, boolean fails) {}

    @BeforeEach
    void open() throws IOException {
        rig = new ReceiversRig(folder);
        deployment = rig.deploy("bookreader-1");
        Random random = new Random(SEED * MIXED);
        for (String kind : ReceiversRig.KINDS) {
            Observed unusedBefore = receivers.put(
                    kind,
                    rig.receiver(kind, kind, attempt -> down ? DOWN.get(random.nextInt(DOWN.size())) : Fault.NONE));
        }
        delivery = rig.delivery(receivers, random);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    static LongStream seeds() {
        return LongStream.range(SEED, SEED + TIMES);
    }

    /** Failures and recoveries at random, most of them in the outage; each check is good in the end. */
    private static List<Turn> day(Instant from, Random random) {
        List<Turn> turns = new ArrayList<>();
        long most = BEFORE.plus(OUTAGE).toSeconds();
        for (int check = 0; check < CHECKS; check++) {
            long at = random.nextLong(most);
            while (at < most) {
                turns.add(new Turn(from.plusSeconds(at), "check-" + check, true));
                at += 20 + random.nextLong(3_600);
                turns.add(new Turn(from.plusSeconds(at), "check-" + check, false));
                at += 20 + random.nextLong(7_200);
            }
        }
        turns.sort(Comparator.comparing(Turn::at));
        return turns;
    }

    private void write(Turn turn) {
        Evidence evidence =
                new Evidence(turn.check(), turn.fails() ? "failing" : "ok", Optional.empty(), Optional.empty());
        Notice notice = Notice.of(
                        turn.fails() ? NotificationEvent.FAILING : NotificationEvent.RECOVERED,
                        turn.fails() ? IncidentAction.TRIGGER : IncidentAction.RESOLVE,
                        rig.time.now(),
                        deployment,
                        turn.check() + " at " + turn.at())
                .about(evidence);
        rig.write(
                deployment.id(),
                receivers.keySet().stream()
                        .map(to -> new Message(
                                to + '/' + turn.check() + '/' + notice.action() + '/' + notice.at(),
                                deployment.id(),
                                to,
                                notice.incident(),
                                notice.at(),
                                notice))
                        .toList());
    }

    private void runUntil(Instant at) {
        rig.run(delivery, Duration.between(rig.time.now(), at));
    }

    @Tag("seeds")
    @ParameterizedTest
    @MethodSource("seeds")
    void twoHoursWithoutReceiversLoseNothing(long seed) {
        Instant downFrom = rig.time.now().plus(BEFORE);
        Instant upFrom = downFrom.plus(OUTAGE);
        List<Turn> day = day(rig.time.now(), new Random(seed * MIXED));
        List<Turn> rest = new ArrayList<>(day);
        for (Instant border : List.of(downFrom, upFrom, upFrom.plus(Duration.ofHours(4)))) {
            while (!rest.isEmpty() && rest.get(0).at().isBefore(border)) {
                runUntil(rest.get(0).at());
                write(rest.remove(0));
            }
            runUntil(border);
            down = border.equals(downFrom);
        }

        assertThat(rig.waiting()).isZero();
        List<DeadLetter> dead = rig.ask(open -> open.outgoing().deadLetters(10));
        assertThat(dead).isEmpty();
        receivers.forEach((kind, receiver) -> {
            assertAllTold(kind, receiver.taken(), day);
            assertRateKept(kind, receiver.attempts());
            assertHealedIsMarked(kind, receiver.taken(), day);
            if (!CHANNELS.contains(kind)) {
                assertEachIncidentIsResolved(kind, receiver.taken());
            }
            report(seed, kind, receiver, day, upFrom);
        });
    }

    /** Which checks a message tells of. */
    private static Stream<String> checks(Notice notice) {
        return notice.parts().isEmpty()
                ? notice.check().stream().map(Evidence::check)
                : notice.parts().stream().map(part -> part.evidence().check());
    }

    private static void assertAllTold(String kind, List<Attempt> taken, List<Turn> day) {
        for (int i = 0; i < CHECKS; i++) {
            String check = "check-" + i;
            List<Boolean> happened = day.stream()
                    .filter(turn -> turn.check().equals(check))
                    .map(Turn::fails)
                    .toList();
            List<Boolean> told = taken.stream()
                    .map(Attempt::notice)
                    .flatMap(notice ->
                            checks(notice).filter(check::equals).map(of -> notice.action() == IncidentAction.TRIGGER))
                    .toList();
            if (CHANNELS.contains(kind)) {
                assertThat(told).as("%s of %s, in order", check, kind).isEqualTo(happened);
            } else {
                assertThat(told.stream().filter(opens -> opens))
                        .as("%s of %s", check, kind)
                        .hasSize(happened.size() / 2);
            }
        }
    }

    /** What was opened together is resolved together, after that. */
    private static void assertEachIncidentIsResolved(String kind, List<Attempt> taken) {
        Map<String, Integer> open = new TreeMap<>();
        for (Attempt attempt : taken) {
            int by = attempt.notice().action() == IncidentAction.TRIGGER ? 1 : -1;
            int now = open.merge(attempt.message().incident(), by, Integer::sum);
            assertThat(now).as("%s of %s", attempt.message().incident(), kind).isBetween(0, 1);
        }
        assertThat(open.values()).as(kind).containsOnly(0);
    }

    private static void assertRateKept(String kind, List<Attempt> attempts) {
        Duration rate = RATES.getOrDefault(kind, Duration.ZERO);
        for (int i = 1; i < attempts.size(); i++) {
            Duration between =
                    Duration.between(attempts.get(i - 1).at(), attempts.get(i).at());
            assertThat(between).as("attempt %s of %s", i, kind).isGreaterThanOrEqualTo(rate);
        }
    }

    private static void assertHealedIsMarked(String kind, List<Attempt> taken, List<Turn> day) {
        Map<String, Integer> episodes = new TreeMap<>();
        for (Attempt attempt : taken) {
            Notice notice = attempt.notice();
            if (notice.action() != IncidentAction.TRIGGER) {
                continue;
            }
            for (String check : checks(notice).toList()) {
                int episode = episodes.merge(check, 1, Integer::sum) - 1;
                Instant healed = day.stream()
                        .filter(turn -> turn.check().equals(check) && !turn.fails())
                        .skip(episode)
                        .findFirst()
                        .orElseThrow()
                        .at();
                boolean marked = notice.recoveredAt().isPresent()
                        || notice.parts().stream()
                                .anyMatch(part -> part.evidence().check().equals(check)
                                        && part.reason().contains("good again at"));
                assertThat(marked).as("%s of %s", check, kind).isEqualTo(healed.isBefore(attempt.at()));
            }
        }
    }

    private static void report(long seed, String kind, Observed receiver, List<Turn> day, Instant upFrom) {
        Duration drained = receiver.taken().stream()
                .filter(attempt -> attempt.message().at().isBefore(upFrom))
                .map(attempt -> Duration.between(upFrom, attempt.at()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        long healed = receiver.taken().stream()
                .filter(attempt -> attempt.notice().recoveredAt().isPresent())
                .count();
        log.info(
                "outage seed={} receiver={} events={} sent={} attempts={} healed={} drained={} lost=0",
                seed,
                kind,
                day.size(),
                receiver.taken().size(),
                receiver.attempts().size(),
                healed,
                drained);
    }

    @Test
    void aSecondFailureMinutesAfterTheFirstHealedIsToldAtOnce() {
        for (boolean fails : new boolean[] {true, false}) {
            write(new Turn(rig.time.now(), "health", fails));
            rig.run(delivery, Duration.ofMinutes(3));
        }
        Instant second = rig.time.now();

        write(new Turn(second, "health", true));
        rig.run(delivery, Duration.ofMinutes(1));

        receivers.forEach((kind, receiver) -> {
            Attempt told = receiver.taken().get(2);
            Duration delay = Duration.between(second, told.at());
            log.info("second failure receiver={} delay={}", kind, delay);
            assertThat(told.notice().occasion()).isEqualTo(NotificationEvent.FAILING);
            assertThat(delay).as(kind).isLessThanOrEqualTo(Duration.ofSeconds(3));
        });
    }

    @Test
    void thirtyChecksThatFailAtOnceAreOneMessageForEachReceiver() {
        for (int i = 0; i < 30; i++) {
            write(new Turn(rig.time.now(), "check-" + i, true));
        }

        rig.run(delivery, Duration.ofMinutes(10));

        receivers.forEach((kind, receiver) -> {
            assertThat(receiver.attempts()).as(kind).hasSize(1);
            assertThat(rig.requests(kind)).as(kind).isEqualTo(1);
            assertThat(receiver.taken().get(0).notice().parts()).hasSize(30);
        });
    }
}
