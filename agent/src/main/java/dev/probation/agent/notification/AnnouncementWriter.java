package dev.probation.agent.notification;

import dev.probation.agent.config.Announcement;
import dev.probation.agent.config.DeploymentConfig;
import dev.probation.agent.notice.Notice;
import dev.probation.rules.deployment.Deployment;
import dev.probation.rules.expectation.Durations;
import dev.probation.rules.window.Verdict;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds the team's words for everybody to notices, with the facts of one deployment filled in. */
final class AnnouncementWriter {

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String SAID = "yes";

    private final DeploymentConfig config;
    private final Deployment deployment;
    private final @Nullable String previous;

    AnnouncementWriter(DeploymentConfig config, Deployment deployment, @Nullable String previous) {
        this.config = config;
        this.deployment = deployment;
        this.previous = previous;
    }

    Notice started(Notice notice) {
        return announced(notice, config.announcements().started(), Map.of("duration", Durations.write(length())));
    }

    Notice complete(Notice notice, Verdict verdict) {
        return announced(notice, config.announcements().complete(), Map.of("verdict", verdict.label()));
    }

    Notice rollingBack(Notice notice) {
        return announced(notice, config.announcements().rolledBack(), Map.of("decided", SAID));
    }

    Notice rolledBack(Notice notice) {
        return announced(notice, config.announcements().rolledBack(), Map.of("recovered", SAID));
    }

    private Notice announced(Notice notice, Announcement announcement, Map<String, String> own) {
        Map<String, String> facts = new HashMap<>();
        facts.put("service", deployment.service());
        facts.put("version", deployment.version());
        if (previous != null) {
            facts.put("previous", previous);
        }
        facts.put("deployed", WHEN.format(deployment.deployedAt()));
        facts.put("until", WHEN.format(deployment.deployedAt().plus(length())));
        facts.put("duration", Durations.write(watched(notice.at())));
        facts.put("reason", notice.reason());
        notice.link().ifPresent(link -> facts.put("link", link));
        facts.putAll(own);
        return notice.announced(announcement.with(facts).orElse(null));
    }

    /** From the deployment to the end of its last window. */
    private Duration length() {
        List<WindowSpec> windows = config.windows();
        return windows.isEmpty()
                ? Duration.ZERO
                : windows.get(windows.size() - 1).until();
    }

    private Duration watched(Instant until) {
        Duration watched = Duration.between(deployment.deployedAt(), until);
        return watched.isNegative() ? Duration.ZERO : watched;
    }
}
