package dev.probation.agent.report;

import static dev.probation.agent.report.Examples.check;
import static dev.probation.agent.report.Examples.view;
import static dev.probation.agent.report.Examples.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.window.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadlineTest {

    @Test
    void saysThatNothingIsKnownBeforeTheFirstWindowEnds() {
        assertThat(headline(view("1", Verdict.RUNNING)))
                .isEqualTo("bookreader 1 is on probation: no window has ended yet");
    }

    @Test
    void namesACheckThatIsFailingInTheRunningWindow() {
        DeploymentView view = view(
                "1",
                Verdict.PASS,
                window("immediate", "0S", "1H", Verdict.PASS, check("p95", Verdict.PASS, CheckState.OK, "")),
                window(
                        "short-term",
                        "1H",
                        "4H",
                        Verdict.RUNNING,
                        check("p95", Verdict.RUNNING, CheckState.FAILING, "612 ms")));

        assertThat(headline(view))
                .isEqualTo("bookreader 1 passed 1 check in 1 window; the short-term window is running; "
                        + "p95 is failing: 612 ms");
    }

    @Test
    void givesTheReasonOfTheWindowThatDecided() {
        DeploymentView view = view(
                "1.4.2",
                Verdict.FAIL,
                window("immediate", "0S", "1H", Verdict.FAIL, check("p95", Verdict.FAIL, CheckState.OK, "")));

        assertThat(headline(view)).isEqualTo("bookreader 1.4.2 failed in the immediate window: because of immediate");
    }

    @Test
    void givesTheReasonOfTheRollbackWhereThereIsOne() {
        assertThat(headline(Examples.failed()))
                .isEqualTo("bookreader 1.4.2 failed on error-rate: 2 %, expected < 0.1 %"
                        + "; rollback done and recovered");
    }

    @Test
    void neverCallsAnInconclusiveReleaseGood() {
        DeploymentView view = view("1", Verdict.INCONCLUSIVE, window("immediate", "0S", "1H", Verdict.INCONCLUSIVE));

        assertThat(headline(view)).contains("could not be verified").doesNotContain("pass");
    }

    private static String headline(DeploymentView view) {
        return Headline.of(ReportModel.ofDeployment(view, List.of()));
    }
}
