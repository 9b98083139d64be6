package dev.probation.agent.report;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.RollbackTimes;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.text.Sanitizer;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.window.CheckVerdict;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowVerdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A report as Markdown: the verdict, the checklist with its evidence, what happened, and what was missed. */
public final class ReportMarkdown {

    /** A check that flaps for three days must not bury the rest; the JSON report has them all. */
    private static final int TIMELINE_ENDS = 100;

    private final ReportModel model;
    private final StringBuilder text = new StringBuilder(4096);

    private ReportMarkdown(ReportModel model) {
        this.model = model;
    }

    /** The report on the whole deployment as it stands. */
    public static String deployment(DeploymentView view, List<JournalEntry> journal) {
        return new ReportMarkdown(ReportModel.ofDeployment(view, journal)).write();
    }

    /** The report on one window; empty where the deployment has no such window, or it has not begun. */
    public static Optional<String> window(DeploymentView view, List<JournalEntry> journal, String name) {
        return ReportModel.ofWindow(view, journal, name).map(model -> new ReportMarkdown(model).write());
    }

    private String write() {
        head();
        checklist();
        windows();
        rollback();
        section("What happened", model.journal());
        section("Gaps and clock jumps", either(JournalEntry.Kind.GAP, JournalEntry.Kind.CLOCK_JUMPED));
        section("Undelivered messages", model.of(JournalEntry.Kind.UNDELIVERED));
        section("Silenced messages", model.of(JournalEntry.Kind.SILENCED));
        line("---");
        line("Judged by configuration `" + code(model.view().stored().fingerprint()) + "`.");
        return text.toString();
    }

    private void head() {
        DeploymentView view = model.view();
        line("# " + tick(model.verdict()) + " "
                + Sanitizer.MARKDOWN.line(view.stored().deployment().service() + " "
                        + view.stored().deployment().version())
                + ": " + model.verdict().label());
        line("");
        line("**" + Sanitizer.MARKDOWN.line(Headline.of(model)) + "**");
        line("");
        line("Went live " + Wording.instant(view.stored().deployment().deployedAt()) + ", as of "
                + Wording.instant(view.asOf()) + ", deployment `"
                + code(view.stored().deployment().id()) + "`"
                + (view.stored().deployment().rollback() ? ", itself a rollback" : "") + ".");
        line("");
        view.versionProblem().ifPresent(what -> {
            line("**Version:** " + Sanitizer.MARKDOWN.line(what) + ".");
            line("");
        });
        view.unmeasured().forEach((check, what) -> {
            line("**Unmeasured:** " + Sanitizer.MARKDOWN.line(check + ": " + what) + ".");
            line("");
        });
    }

    private void checklist() {
        line("## Checklist");
        line("");
        line("| | Check | Evidence | Bad | Samples | Coverage | Window |");
        line("|---|---|---|---:|---:|---:|---|");
        ChecklistSection.of(model.windows()).forEach(this::item);
        model.view().signOffs().forEach(this::signOff);
        line("");
    }

    private void item(ChecklistSection.Item item) {
        CheckVerdict check = item.check();
        String now = item.now().map(c -> " (now failing: " + c.reason() + ")").orElse("");
        line("| " + mark(check) + " | " + Sanitizer.MARKDOWN.line(check.title()) + " | "
                + Sanitizer.MARKDOWN.line(evidence(check) + now)
                + " | " + check.bad() + " | " + check.samples() + " | " + Wording.percent(check.coverage()) + " | "
                + Sanitizer.MARKDOWN.line(item.window()) + " |");
    }

    private static String evidence(CheckVerdict check) {
        boolean said = check.reason().contains("failing for ");
        String spent = check.failing().isZero() || said ? "" : "; failing for " + Durations.write(check.failing());
        return (check.reason().isEmpty() ? check.state().label() : check.reason()) + spent;
    }

    private void signOff(DeploymentView.SignOff item) {
        String evidence = item.signature()
                .map(s -> "signed off by " + s.by() + " at " + Wording.instant(s.at())
                        + (s.note().isEmpty() ? "" : ": " + s.note()))
                .orElse(model.view().stored().phase().isOpen() ? "not signed off yet" : "never signed off");
        line("| " + (item.signature().isPresent() ? "✅" : "❔") + " | " + Sanitizer.MARKDOWN.line(item.title()) + " | "
                + Sanitizer.MARKDOWN.line(evidence) + " | | | | |");
    }

    private void windows() {
        line("## Windows");
        line("");
        line("| | Window | From | To | Verdict | Why |");
        line("|---|---|---|---|---|---|");
        for (WindowVerdict window : model.windows()) {
            line("| " + mark(window) + " | " + Sanitizer.MARKDOWN.line(window.name()) + " | "
                    + Wording.instant(window.from()) + " | " + Wording.instant(window.to()) + " | "
                    + window.verdict().label() + " | " + Sanitizer.MARKDOWN.line(Headline.reason(window)) + " |");
        }
        line("");
    }

    private void rollback() {
        model.view().rollback().ifPresent(this::rollback);
    }

    private void rollback(DeploymentView.Rollback rollback) {
        RollbackTimes times = rollback.times();
        line("## Rollback");
        line("");
        boolean open = model.view().stored().phase().isOpen();
        line("**" + Sanitizer.MARKDOWN.line("Rollback " + Headline.label(rollback, open)) + "**, "
                + Sanitizer.MARKDOWN.line(Headline.decision(rollback)) + " (id `" + code(rollback.id()) + "`).");
        line("");
        line("| Stage | At | Took |");
        line("|---|---|---|");
        decision(rollback);
        times.signalled()
                .ifPresent(at -> stage(
                        "signalled", Wording.instant(at), took(times.toSignal().orElse(null), "to signal")));
        times.confirmed().ifPresent(at -> stage("confirmed", Wording.instant(at), ""));
        times.recovered()
                .ifPresent(at -> stage(
                        "recovered",
                        Wording.instant(at),
                        took(times.toRecover().orElse(null), "to recover")
                                + (isBreached(rollback)
                                        ? ", " + took(times.outage().orElse(null), "since the breach began")
                                        : "")));
        times.givenUp().ifPresent(at -> stage("not recovered", Wording.instant(at), ""));
        line("");
        rollback.signals().forEach(this::signal);
        times.rtoInWords().ifPresent(words -> line("- " + Sanitizer.MARKDOWN.line(words)));
        rollback.waitsFor().ifPresent(what -> line("- waiting for " + Sanitizer.MARKDOWN.line(what)));
        line("");
    }

    /** Until it is carried out; a person who orders it has seen what the agent may not have, so that nothing need be breached. */
    private void decision(DeploymentView.Rollback rollback) {
        RollbackTimes times = rollback.times();
        String detected = took(times.toDetect(), "to detect");
        if (isBreached(rollback)) {
            stage("breach seen", Wording.instant(times.breached()), "");
        }
        times.advised().ifPresent(at -> stage("advised", Wording.instant(at), detected));
        if (rollback.isOrdered()) {
            Optional<Duration> waited = times.advised().map(at -> Duration.between(at, times.decided()));
            stage("ordered", Wording.instant(times.decided()), took(waited.orElse(null), "after it was advised"));
        } else if (times.advised().isEmpty()) {
            stage("decided", Wording.instant(times.decided()), detected);
        }
    }

    private static boolean isBreached(DeploymentView.Rollback rollback) {
        return !rollback.isOrdered()
                || rollback.times().breached().isBefore(rollback.times().decided());
    }

    private void signal(DeploymentView.Signal signal) {
        String approved = signal.by().map(by -> ", approved by " + by).orElse("");
        String reason = signal.reason().map(why -> ": " + why).orElse("");
        boolean again = signal.state() == DeploymentView.Signal.State.PENDING && !reason.isEmpty();
        String trying = again ? ", trying again" : "";
        line("- "
                + Sanitizer.MARKDOWN.line(signal.receiver() + ": " + state(signal) + trying + approved + reason)
                + (again ? " (since " : " (")
                + Wording.instant(signal.at()) + ")");
    }

    private static String state(DeploymentView.Signal signal) {
        return switch (signal.state()) {
            case AWAITING_APPROVAL -> "awaiting approval";
            case PENDING -> "pending";
            case TAKEN -> "accepted";
            case REFUSED -> "refused";
            case NOT_APPROVED -> "not approved";
        };
    }

    private void stage(String name, String at, String took) {
        line("| " + name + " | " + at + " | " + took + " |");
    }

    private static String took(@Nullable Duration duration, String what) {
        return duration == null ? "" : Durations.write(duration) + " " + what;
    }

    private List<JournalEntry> either(JournalEntry.Kind one, JournalEntry.Kind other) {
        return model.journal().stream()
                .filter(entry -> entry.kind() == one || entry.kind() == other)
                .toList();
    }

    private void section(String title, List<JournalEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        line("## " + title);
        line("");
        int left = entries.size() - 2 * TIMELINE_ENDS;
        if (left > 0) {
            entries.subList(0, TIMELINE_ENDS).forEach(this::entry);
            line("- ... " + left + " more; see the JSON report");
        }
        entries.subList(left > 0 ? entries.size() - TIMELINE_ENDS : 0, entries.size())
                .forEach(this::entry);
        line("");
    }

    private void entry(JournalEntry entry) {
        Duration after = Duration.between(model.view().stored().deployment().deployedAt(), entry.at());
        line("- " + Wording.instant(entry.at()) + " (" + Durations.write(after) + ") "
                + Sanitizer.MARKDOWN.line(Timeline.sentence(entry)));
    }

    /** Inside backticks nothing is escaped, so whatever is no plain word is left out. */
    private static String code(String id) {
        return id.replaceAll("[^A-Za-z0-9._:-]", "");
    }

    /** While a window runs, how the check is doing in it. */
    private static String mark(CheckVerdict check) {
        return check.verdict() == Verdict.RUNNING ? mark(check.state()) : tick(check.verdict());
    }

    private static String mark(WindowVerdict window) {
        return window.verdict() == Verdict.RUNNING && Headline.isFailing(window)
                ? mark(CheckState.FAILING)
                : tick(window.verdict());
    }

    private static String mark(CheckState state) {
        return switch (state) {
            case WAITING, OK -> "⏳";
            case WARN, BREACHING -> "⚠️";
            case FAILING -> "❌";
            case NO_DATA, ERROR -> "❔";
        };
    }

    private static String tick(Verdict verdict) {
        return switch (verdict) {
            case RUNNING -> "⏳";
            case PASS -> "✅";
            case WARN -> "⚠️";
            case INCONCLUSIVE -> "❔";
            case FAIL -> "❌";
        };
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
