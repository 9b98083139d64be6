package dev.probation.agent.report;

import static dev.probation.agent.report.Examples.LIVE;
import static dev.probation.agent.report.Examples.check;
import static dev.probation.agent.report.Examples.view;
import static dev.probation.agent.report.Examples.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.StoredDeployment;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.window.Verdict;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportMarkdownTest {

    @Test
    void beginsWithTheVerdictInOneSentence() {
        assertThat(ReportMarkdown.deployment(Examples.failed(), Examples.journal()))
                .startsWith("""
                        # ❌ bookreader 1.4.2: fail

                        **bookreader 1.4.2 failed on error-rate: 2 %, expected \\< 0.1 %; rollback done and recovered**

                        Went live 2026-01-31T10:00:00Z, as of 2026-01-31T12:00:00Z, deployment `d-1`.
                        """);
    }

    @Test
    void listsTheChecklistInItsOrderWithEvidence() {
        assertThat(ReportMarkdown.deployment(Examples.failed(), Examples.journal()))
                .contains("""
                        | ✅ | health | 12 ms; failing for 2m10s | 31 | 240 | 97.4% | immediate |
                        | ❌ | error-rate | 2 %, expected \\< 0.1 %; failing for 2m10s | 31 | 240 | 97.4% | immediate |
                        """);
    }

    @Test
    void saysOnceHowLongACheckWasFailing() {
        DeploymentView view = view(
                "1",
                Verdict.FAIL,
                window(
                        "immediate",
                        "0S",
                        "1H",
                        Verdict.FAIL,
                        check("p95", Verdict.FAIL, CheckState.OK, "p95 was failing for 2m10s, more than the budget")));

        assertThat(ReportMarkdown.deployment(view, List.of()))
                .contains("| p95 | p95 was failing for 2m10s, more than the budget | 31 |");
    }

    @Test
    void showsTheWindowThatDecidedOnACheck() {
        DeploymentView view = view(
                "1",
                Verdict.FAIL,
                window("immediate", "0S", "1H", Verdict.FAIL, check("p95", Verdict.FAIL, CheckState.OK, "then")),
                window("short-term", "1H", "4H", Verdict.PASS, check("p95", Verdict.PASS, CheckState.OK, "later")),
                window(
                        "medium-term",
                        "4H",
                        "24H",
                        Verdict.RUNNING,
                        check("p95", Verdict.RUNNING, CheckState.FAILING, "today")));

        assertThat(ReportMarkdown.deployment(view, List.of()))
                .contains("| ❌ | p95 | then; failing for 2m10s (now failing: today) | 31 | 240 | 97.4% | immediate |");
    }

    @Test
    void timesTheStagesOfARollbackFromTheBreachThatLedToIt() {
        assertThat(ReportMarkdown.deployment(Examples.failed(), Examples.journal()))
                .contains("""
                        | breach seen | 2026-01-31T10:04:30Z |  |
                        | decided | 2026-01-31T10:07:30Z | 3m to detect |
                        | signalled | 2026-01-31T10:07:31Z | 1s to signal |
                        | confirmed | 2026-01-31T10:08:00Z |  |
                        | recovered | 2026-01-31T10:09:00Z | 1m30s to recover, 4m30s since the breach began |

                        - deployer: accepted (2026-01-31T10:07:31Z)
                        - the recovery time objective (rto) of 5m was met, with 30s left
                        """);
    }

    @Test
    void aRollbackThatIsOnlyAdvisedIsCalledSo() {
        DeploymentView advised = Examples.begun(
                StoredDeployment.Phase.WATCHING,
                "error-rate",
                DeploymentView.Stage.ADVISED,
                Examples.begun(Examples.after("4M30S"), Optional.of(Examples.after("5M")), Examples.after("5M")));
        JournalEntry decision = new JournalEntry(
                Examples.after("5M"),
                JournalEntry.Kind.ROLLBACK_DECIDED,
                new JsonObject().put("check", "error-rate").put("reason", "2 %").put("signals", false));

        assertThat(ReportMarkdown.deployment(advised, List.of(decision)))
                .contains(
                        "; rollback advised, nothing was signalled**", """
                        **Rollback advised, nothing was signalled**, advised by error-rate: 2 % (id `r-1`).

                        | Stage | At | Took |
                        |---|---|---|
                        | breach seen | 2026-01-31T10:04:30Z |  |
                        | advised | 2026-01-31T10:05:00Z | 30s to detect |
                        """, "(5m) rollback advised by error-rate: 2 %")
                .doesNotContain("decided");
    }

    @Test
    void aRollbackThatAPersonOrdersIsCalledSo() {
        DeploymentView byHand = Examples.begun(
                StoredDeployment.Phase.ROLLING_BACK,
                "manual",
                DeploymentView.Stage.DECIDED,
                Examples.begun(Examples.after("5M"), Optional.empty(), Examples.after("5M")));
        DeploymentView afterAdvice = Examples.begun(
                StoredDeployment.Phase.ROLLING_BACK,
                "error-rate",
                DeploymentView.Stage.DECIDED,
                Examples.begun(Examples.after("4M30S"), Optional.of(Examples.after("5M")), Examples.after("7M")));
        JournalEntry order =
                Examples.entry("5M", JournalEntry.Kind.ROLLBACK_DECIDED, "check", "manual", "reason", "2 % (Ada)");

        assertThat(ReportMarkdown.deployment(byHand, List.of(order)))
                .contains("""
                        **Rollback ordered, not yet signalled**, ordered by a person: 2 % (id `r-1`).

                        | Stage | At | Took |
                        |---|---|---|
                        | ordered | 2026-01-31T10:05:00Z |  |
                        """, "(5m) rollback ordered by a person: 2 % (Ada)")
                .doesNotContain("decided", "detect", "breach seen");
        assertThat(ReportMarkdown.deployment(afterAdvice, List.of()))
                .contains("**Rollback ordered, not yet signalled**, advised by error-rate: 2 %", """
                        | breach seen | 2026-01-31T10:04:30Z |  |
                        | advised | 2026-01-31T10:05:00Z | 30s to detect |
                        | ordered | 2026-01-31T10:07:00Z | 2m after it was advised |
                        """)
                .doesNotContain("decided");
    }

    @Test
    void nothingMoreIsAwaitedOfARollbackWhoseDeploymentHasEnded() {
        DeploymentView cancelled = Examples.begun(
                StoredDeployment.Phase.CANCELLED,
                "error-rate",
                DeploymentView.Stage.DECIDED,
                Examples.begun(Examples.after("4M30S"), Optional.empty(), Examples.after("5M")));

        assertThat(ReportMarkdown.deployment(cancelled, List.of()))
                .contains("; cancelled; rollback decided, never signalled**")
                .doesNotContain("not yet signalled");
    }

    @Test
    void marksWhatRunsByHowItIsDoing() {
        DeploymentView view = view(
                "1",
                Verdict.FAIL,
                window(
                        "immediate",
                        "0S",
                        "1H",
                        Verdict.RUNNING,
                        check("health", Verdict.RUNNING, CheckState.FAILING, "HTTP 500"),
                        check("p95", Verdict.RUNNING, CheckState.BREACHING, "612 ms"),
                        check("p99", Verdict.RUNNING, CheckState.OK, "700 ms"),
                        check("memory", Verdict.RUNNING, CheckState.NO_DATA, "no data")),
                window(
                        "short-term",
                        "1H",
                        "4H",
                        Verdict.RUNNING,
                        check("health", Verdict.RUNNING, CheckState.OK, "HTTP 200"),
                        check("p95", Verdict.RUNNING, CheckState.WAITING, "")));

        assertThat(ReportMarkdown.deployment(view, List.of()))
                .contains(
                        "| ❌ | health | HTTP 500;",
                        "| ⚠️ | p95 | 612 ms;",
                        "| ⏳ | p99 | 700 ms;",
                        "| ❔ | memory | no data;",
                        "| ❌ | immediate | 2026-01-31T10:00:00Z | 2026-01-31T11:00:00Z | running | health is failing: HTTP 500 |",
                        "| ⏳ | short-term | 2026-01-31T11:00:00Z | 2026-01-31T14:00:00Z | running | so far 1 ok, 1 waiting |");
    }

    @Test
    void tellsWhatHappenedAndWhatWasMissed() {
        assertThat(ReportMarkdown.deployment(Examples.failed(), Examples.journal()))
                .contains("- 2026-01-31T10:07:30Z (7m30s) error-rate: breaching → failing: as measured\n")
                .contains("## Gaps and clock jumps\n\n- 2026-01-31T10:05:00Z (5m) not measured from "
                        + "2026-01-31T10:04:40Z to 2026-01-31T10:05:00Z (20s): restarted\n")
                .contains(
                        "## Undelivered messages\n\n- 2026-01-31T10:07:32Z (7m32s) could not notify team (shop 1.4.2: rollback): HTTP 410\n")
                .endsWith("Judged by configuration `0123abcd`.\n");
    }

    @Test
    void tellsALostRollbackSignalFromALostMessage() {
        JsonObject lost = new JsonObject()
                .put("receiver", "deploy")
                .put("reason", "HTTP 410")
                .put("signal", true);
        JournalEntry entry =
                new JournalEntry(Instant.parse("2026-01-31T10:07:32Z"), JournalEntry.Kind.UNDELIVERED, lost);

        assertThat(ReportMarkdown.deployment(Examples.failed(), List.of(entry)))
                .contains("(7m32s) gave up the rollback signal to deploy: HTTP 410\n");
    }

    @Test
    void saysWhyARollbackSignalIsDelayed() {
        JsonObject delayed = new JsonObject().put("receiver", "deploy").put("reason", "HTTP 503");
        JournalEntry entry = new JournalEntry(
                Instant.parse("2026-01-31T10:07:32Z"), JournalEntry.Kind.ROLLBACK_SIGNAL_DELAYED, delayed);

        assertThat(ReportMarkdown.deployment(Examples.failed(), List.of(entry)))
                .contains("(7m32s) deploy did not accept the rollback signal, trying again: HTTP 503\n");
    }

    @Test
    void saysWhyAndSinceWhenASignalIsPending() {
        DeploymentView decided = Examples.begun(
                StoredDeployment.Phase.ROLLING_BACK,
                "error-rate",
                DeploymentView.Stage.DECIDED,
                Examples.begun(Examples.after("4M30S"), Optional.empty(), Examples.after("5M")));
        DeploymentView.Signal unsent = new DeploymentView.Signal(
                "deploy",
                DeploymentView.Signal.State.PENDING,
                Optional.empty(),
                Optional.empty(),
                Examples.after("5M"));
        DeploymentView.Signal delayed = new DeploymentView.Signal(
                "restore",
                DeploymentView.Signal.State.PENDING,
                Optional.of("ada"),
                Optional.of("HTTP 503"),
                Examples.after("6M"));

        assertThat(ReportMarkdown.deployment(Examples.with(decided, unsent, delayed), List.of()))
                .contains("- deploy: pending (2026-01-31T10:05:00Z)\n")
                .contains("- restore: pending, trying again, approved by ada: HTTP 503 (since 2026-01-31T10:06:00Z)\n");
    }

    @Test
    void asksForASignOffThatIsMissing() {
        DeploymentView view = Examples.with(
                view("1", Verdict.PASS), new DeploymentView.SignOff("users", "Users are happy", Optional.empty()));

        assertThat(ReportMarkdown.deployment(view, List.of())).contains("| ❔ | Users are happy | not signed off yet |");
    }

    @Test
    void showsWhoSignedOff() {
        DeploymentView.Signature signature = new DeploymentView.Signature("Ada", LIVE, "no | complaints");
        DeploymentView view = Examples.with(
                view("1", Verdict.PASS),
                new DeploymentView.SignOff("users", "Users are happy", Optional.of(signature)));

        assertThat(ReportMarkdown.deployment(view, List.of()))
                .contains("| ✅ | Users are happy | signed off by Ada at 2026-01-31T10:00:00Z: no \\| complaints |");
    }

    @Test
    void letsNoVersionOrReasonSpeakMarkdown() {
        String evil = "1\n\n# pass ![x](http://evil) <script> @team `|`";
        DeploymentView view = view(
                evil,
                Verdict.FAIL,
                window("immediate", "0S", "1H", Verdict.FAIL, check("p95", Verdict.FAIL, CheckState.FAILING, evil)));

        String report = ReportMarkdown.deployment(
                view, List.of(Examples.entry("1M", JournalEntry.Kind.STARTED, "service", evil, "version", evil)));

        assertThat(report.lines().filter(line -> line.startsWith("# "))).hasSize(1);
        assertThat(report).doesNotContain("![", " <script", "@team", "://");
        assertThat(report.lines().filter(line -> line.startsWith("| ❌ | p95")))
                .allSatisfy(line -> assertThat(line.replace("\\|", "").chars().filter(c -> c == '|'))
                        .hasSize(8));
    }

    @Test
    void tellsWhatHappenedInItsOrderWhateverWasWrittenFirst() {
        List<JournalEntry> written = List.of(
                Examples.entry("2S", JournalEntry.Kind.SIGHTED),
                Examples.transition("1S", "p95", "waiting", "ok"),
                Examples.entry("2S", JournalEntry.Kind.ROLLBACK_RECOVERED));

        assertThat(ReportMarkdown.deployment(view("1", Verdict.RUNNING), written))
                .containsSubsequence("(1s) p95: waiting → ok", "(2s) measuring again", "(2s) recovered");
    }

    @Test
    void cutsALongTimelineInTheMiddle() {
        List<JournalEntry> flapping = IntStream.rangeClosed(1, 500)
                .mapToObj(i -> Examples.transition(i + "S", "p95", "ok", "breaching"))
                .toList();

        assertThat(ReportMarkdown.deployment(view("1", Verdict.RUNNING), flapping))
                .contains("(1m40s)", "- ... 300 more", "(6m41s)", "(8m20s)")
                .doesNotContain("(1m41s)", "(6m40s)");
    }

    @Test
    void reportsOneWindowWithWhatHappenedInIt() {
        DeploymentView view = view(
                "1",
                Verdict.FAIL,
                window("immediate", "0S", "1H", Verdict.FAIL, check("p95", Verdict.FAIL, CheckState.OK, "then")),
                window("short-term", "1H", "4H", Verdict.PASS, check("p95", Verdict.PASS, CheckState.OK, "later")));
        List<JournalEntry> journal = List.of(
                Examples.transition("59M", "p95", "ok", "breaching"),
                Examples.transition("1H", "p95", "breaching", "ok"));

        assertThat(ReportMarkdown.window(view, journal, "short-term").orElseThrow())
                .startsWith("# ✅ bookreader 1: pass\n\n**bookreader 1 passed in the short-term window")
                .contains("| ✅ | p95 | later;", "breaching → ok")
                .doesNotContain("ok → breaching", "immediate");
        assertThat(ReportMarkdown.window(view, journal, "long-term")).isEmpty();
    }

    @Test
    void saysThatAnotherVersionIsReadThanTheOneThatWasAnnounced() {
        DeploymentView view =
                view("1", Verdict.RUNNING).withVersionProblem("1.4.2 was announced, but the service reports 1.4.1");

        assertThat(ReportMarkdown.deployment(view, List.of()))
                .contains("\n**Version:** 1.4.2 was announced, but the service reports 1.4.1.\n");
        assertThat(ReportJson.deployment(view, List.of()).getString("versionProblem"))
                .isEqualTo("1.4.2 was announced, but the service reports 1.4.1");
    }

    @Test
    void saysWhichCheckMeasuresNothing() {
        DeploymentView view = view("1", Verdict.RUNNING).withUnmeasured(Map.of(new CheckId("p95"), "no answer"));
        List<JournalEntry> journal = List.of(
                Examples.entry("1M", JournalEntry.Kind.UNMEASURED, "check", "p95", "reason", "no answer"),
                Examples.entry("2M", JournalEntry.Kind.UNMEASURED_ENDED, "check", "p95", "reason", "measured again"));

        assertThat(ReportMarkdown.deployment(view, journal))
                .contains("\n**Unmeasured:** p95: no answer.\n")
                .contains(
                        "p95 measures nothing: no answer\n", "p95: no longer reported as unmeasured: measured again\n");
    }
}
