package dev.probation.agent.journal;

import dev.probation.agent.deployments.DeploymentView;
import dev.probation.agent.deployments.WindowJson;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.store.JournalEntry.Kind;
import dev.probation.agent.store.StoredDeployment.Phase;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.deployment.Event;
import dev.probation.rules.sample.CheckId;
import dev.probation.rules.sample.Sample;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Journal entries in their one form. */
public final class JournalEntries {

    private static final String PREVIOUS = "previous";

    private JournalEntries() {}

    /** @param previous the version that was live before, where that is known */
    public static JournalEntry started(Deployment deployment, @Nullable String previous) {
        JsonObject data = new JsonObject()
                .put("service", deployment.service())
                .put("version", deployment.version())
                .put("deployedAt", deployment.deployedAt())
                .put("rollback", deployment.rollback());
        if (previous != null) {
            data.put(PREVIOUS, previous);
        }
        return new JournalEntry(deployment.announcedAt(), Kind.STARTED, data);
    }

    /** The version that was live before, as the first entry tells it. */
    public static Optional<String> previous(List<JournalEntry> journal) {
        return journal.stream()
                .filter(entry -> entry.kind() == Kind.STARTED)
                .flatMap(entry -> Optional.ofNullable(entry.data().getString(PREVIOUS)).stream())
                .findFirst();
    }

    /** The checks that were failing at the end of it. */
    public static List<CheckId> failing(List<JournalEntry> journal) {
        Set<String> failing = new TreeSet<>();
        journal.stream().filter(entry -> entry.kind() == Kind.TRANSITION).forEach(entry -> {
            String check = entry.data().getString("check");
            boolean unusedChange =
                    CheckState.FAILING.label().equals(entry.data().getString("to"))
                            ? failing.add(check)
                            : failing.remove(check);
        });
        return failing.stream().map(CheckId::new).toList();
    }

    /** Whether nothing could be measured at the end of it. */
    public static boolean isBlind(List<JournalEntry> journal) {
        return last(journal, Kind.BLINDED, Kind.SIGHTED)
                .filter(entry -> entry.kind() == Kind.BLINDED)
                .isPresent();
    }

    public static JournalEntry of(Event event) {
        if (event instanceof Event.Transition moved) {
            JsonObject data = new JsonObject()
                    .put("check", moved.check().value())
                    .put("from", moved.from().label())
                    .put("to", moved.to().label())
                    .put("reason", moved.reason());
            return new JournalEntry(event.at(), Kind.TRANSITION, data);
        }
        if (event instanceof Event.WindowEnded ended) {
            return new JournalEntry(
                    event.at(), Kind.WINDOW_ENDED, new JsonObject().put("window", WindowJson.write(ended.window())));
        }
        if (event instanceof Event.Withheld withheld) {
            JsonObject data = new JsonObject()
                    .put("check", withheld.check().value())
                    .put("cause", withheld.cause().label())
                    .put("reason", withheld.reason());
            return new JournalEntry(event.at(), Kind.ROLLBACK_WITHHELD, data);
        }
        if (event instanceof Event.Unmeasured unmeasured) {
            return unmeasured(event.at(), unmeasured.check(), unmeasured.reason());
        }
        if (event instanceof Event.UnmeasuredEnded ended) {
            return unmeasuredEnded(event.at(), ended.check(), ended.reason());
        }
        if (event instanceof Event.Blinded blinded) {
            return new JournalEntry(event.at(), Kind.BLINDED, new JsonObject().put("reason", blinded.reason()));
        }
        return new JournalEntry(event.at(), Kind.SIGHTED, new JsonObject());
    }

    private static JournalEntry unmeasured(Instant at, CheckId check, String reason) {
        return new JournalEntry(at, Kind.UNMEASURED, about(check, reason));
    }

    private static JournalEntry unmeasuredEnded(Instant at, CheckId check, String reason) {
        return new JournalEntry(at, Kind.UNMEASURED_ENDED, about(check, reason));
    }

    private static JsonObject about(CheckId check, String reason) {
        return new JsonObject().put("check", check.value()).put("reason", reason);
    }

    /** The checks of which people were told that they measure nothing, at the end of it, each with what they were told. */
    public static Map<CheckId, String> unmeasured(List<JournalEntry> journal) {
        Map<CheckId, String> unmeasured = new LinkedHashMap<>();
        for (JournalEntry entry : journal) {
            if (entry.kind() == Kind.UNMEASURED) {
                unmeasured.put(
                        new CheckId(entry.data().getString("check")),
                        entry.data().getString("reason"));
            } else if (entry.kind() == Kind.UNMEASURED_ENDED) {
                unmeasured.remove(new CheckId(entry.data().getString("check")));
            }
        }
        return unmeasured;
    }

    public static JournalEntry gap(Instant from, Instant to, String reason) {
        return new JournalEntry(
                to, Kind.GAP, new JsonObject().put("from", from).put("to", to).put("reason", reason));
    }

    /** What was found of the time before the deployment. */
    public static JournalEntry baselineRead(Deployment deployment, Instant at, List<Sample> samples, String failures) {
        JsonObject data = new JsonObject()
                .put("part", "baseline")
                .put(
                        "from",
                        samples.isEmpty()
                                ? deployment.deployedAt()
                                : samples.get(0).at())
                .put("to", deployment.deployedAt())
                .put("samples", samples.size())
                .put("failures", failures);
        return new JournalEntry(at, Kind.PAST_READ, data);
    }

    public static JournalEntry pastRead(Deployment deployment, Instant at, long samples, String failures) {
        JsonObject data = new JsonObject()
                .put("part", "late")
                .put("from", deployment.deployedAt())
                .put("to", deployment.announcedAt())
                .put("samples", samples)
                .put("failures", failures);
        return new JournalEntry(at, Kind.PAST_READ, data);
    }

    public static JournalEntry clockJumped(Instant at, Duration jump) {
        return new JournalEntry(at, Kind.CLOCK_JUMPED, new JsonObject().put("seconds", jump.toMillis() / 1000.0));
    }

    public static JournalEntry versionRead(Instant at, String version) {
        return new JournalEntry(at, Kind.VERSION_READ, new JsonObject().put("version", version));
    }

    /** Whether the version that was announced was read. */
    public static boolean isVersionRead(List<JournalEntry> journal) {
        return journal.stream().anyMatch(entry -> entry.kind() == Kind.VERSION_READ);
    }

    public static JournalEntry versionMissed(Instant at, String version, String problem) {
        return new JournalEntry(
                at,
                Kind.VERSION_MISSED,
                new JsonObject().put("version", version).put("reason", problem));
    }

    /** What is wrong at the end of it with the version that is read, as people were told. */
    public static Optional<String> versionProblem(List<JournalEntry> journal) {
        return last(journal, Kind.VERSION_READ, Kind.VERSION_MISSED)
                .flatMap(entry -> Optional.ofNullable(entry.data().getString("reason")));
    }

    private static Optional<JournalEntry> last(List<JournalEntry> journal, Kind one, Kind other) {
        return journal.stream()
                .filter(entry -> entry.kind() == one || entry.kind() == other)
                .reduce((earlier, later) -> later);
    }

    public static JournalEntry signedOff(Instant at, String name, DeploymentView.Signature signature) {
        JsonObject data =
                new JsonObject().put("name", name).put("by", signature.by()).put("note", signature.note());
        return new JournalEntry(at, Kind.SIGNED_OFF, data);
    }

    public static JournalEntry ended(Instant at, Phase phase, String reason) {
        JsonObject data = new JsonObject()
                .put("phase", phase.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("reason", reason);
        return new JournalEntry(at, Kind.ENDED, data);
    }
}
