package dev.probation.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.config.CheckConfig;
import dev.probation.agent.config.CheckConfigBuilder;
import dev.probation.agent.config.Config;
import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.receiver.notify.slack.SlackSettings;
import dev.probation.agent.store.sql.WrittenMessages;
import dev.probation.agent.time.FakeTime;
import dev.probation.rules.check.Check.OnBreach;
import dev.probation.rules.check.Proportion;
import dev.probation.rules.expectation.Expectation;
import dev.probation.rules.expectation.Sustain;
import dev.probation.rules.sample.Counts;
import dev.probation.rules.sample.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people are told of a check says what was found, in the words of its kind. */
class ObservedNoticesTest {

    private static final CheckConfig VOUCHER = WatchRig.check("voucher", "< 500ms", OnBreach.ALERT);

    private final FakeTime time = new FakeTime(WatchRig.START);

    @TempDir
    Path folder;

    private static CheckConfigBuilder check(String name) {
        return CheckConfigBuilder.check(name).every(Duration.ofSeconds(5)).onBreach(OnBreach.ROLLBACK);
    }

    /** 400 of 1,000 requests a second are bad, as counters tell it that only grow. */
    private static Outcome counted(Instant at) {
        long seconds = Duration.between(WatchRig.START, at).toSeconds();
        Counts counts = new Counts(400 * seconds, 1000 * seconds);
        return new Outcome.Measured(0.4, Optional.of(counts), "of all requests");
    }

    private static Function<Instant, Outcome> always(Outcome outcome) {
        return at -> outcome;
    }

    static Stream<Arguments> kinds() {
        CheckConfig share = check("share")
                .expect("< 1%")
                .proportion(new Proportion(0.01, 0.001))
                .sustain(new Sustain(Optional.empty(), Optional.of(Duration.ofSeconds(15)), 2))
                .build();
        CheckConfig health =
                check("health").expect((Expectation) null).reaching().build();
        return Stream.of(
                Arguments.of(
                        check("latency").build(),
                        always(Outcome.Measured.of(0.9, "p95 over 1m")),
                        "900 ms",
                        "< 500 ms"),
                Arguments.of(share, (Function<Instant, Outcome>) ObservedNoticesTest::counted, "40 %", "< 1 %"),
                Arguments.of(
                        health, always(new Outcome.Failed(Outcome.Cause.BAD_STATUS, "HTTP 500")), "HTTP 500", null));
    }

    private List<Notice> told(CheckConfig check, Function<Instant, Outcome> bad, Duration until) {
        Config base = WatchRig.config(List.of(check, VOUCHER), List.of());
        ReceiverConfig slack = new ReceiverConfig(
                "slack",
                "slack",
                new SlackSettings(new Secret("http://127.0.0.1")),
                EnumSet.allOf(NotificationEvent.class));
        Config config = WatchRig.with(base, base.services(), base.rollback(), List.of(slack));
        try (WatchRig rig = new WatchRig(
                folder.resolve("p.db"),
                time,
                config,
                name -> name.equals("voucher") ? always(Outcome.Measured.of(0.1)) : bad)) {
            DeploymentView unusedDeployed = rig.deploy("1.4.2");
            rig.pass(until);
            return WatchRig.await(rig.store.submit(WrittenMessages::of)).stream()
                    .map(WrittenMessages.Row::notice)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void failureAndRollbackSayWhatWasFound(
            CheckConfig check, Function<Instant, Outcome> bad, String observed, @Nullable String limit) {
        List<Evidence> evidence = told(check, bad, Duration.ofSeconds(40)).stream()
                .filter(notice -> notice.occasion() == NotificationEvent.FAILING
                        || notice.occasion() == NotificationEvent.ROLLBACK)
                .flatMap(notice -> notice.check().stream())
                .toList();

        assertThat(evidence).hasSize(2).allSatisfy(told -> {
            assertThat(told.observed()).hasValue(observed);
            assertThat(told.limit()).isEqualTo(Optional.ofNullable(limit));
        });
    }
}
