package dev.probation.agent.receiver.rollback.kubernetes;

import dev.probation.agent.json.JsonTree;
import dev.probation.agent.receiver.RollbackSignal;
import java.util.Optional;

/** How one knows from a pod's template which version it is of: {@code image}, {@code none}, or a label's name. */
public record VersionBy(String how) {

    static final String FORM = "([A-Za-z0-9][A-Za-z0-9.-]*/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";

    static Optional<VersionBy> parse(String text) {
        return text.matches(FORM) ? Optional.of(new VersionBy(text)) : Optional.empty();
    }

    /** Whether nothing says which version a template is of. */
    boolean isNone() {
        return how.equals("none");
    }

    /** Whether the template is of the version to be rolled back; true where nothing says. */
    public boolean isOf(JsonTree template, RollbackSignal signal) {
        if (isNone()) {
            return true;
        }
        if (how.equals("image")) {
            return template.at("spec", "containers").items().stream()
                    .flatMap(container -> container.at("image").text().stream())
                    .anyMatch(image -> signal.hasVersion(image.substring(image.lastIndexOf('/') + 1)));
        }
        return template.at("metadata", "labels", how)
                .text()
                .filter(signal::isVersion)
                .isPresent();
    }

    /** Whether the template is one to go back to: not of the version to be rolled back, as far as one knows. */
    boolean isBefore(JsonTree template, RollbackSignal signal) {
        return isNone() || !isOf(template, signal);
    }
}
