package dev.probation.agent.watch;

import dev.probation.agent.config.SignOffConfig;
import dev.probation.agent.deployments.DeploymentView.SignOff;
import dev.probation.agent.deployments.DeploymentView.Signature;
import dev.probation.agent.store.JournalEntry;
import dev.probation.agent.text.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The items of a checklist that a person confirms, and who has. */
final class SignOffs {

    private final List<SignOffConfig> items;
    private final Map<String, Signature> signed = new HashMap<>();

    SignOffs(List<SignOffConfig> items, List<JournalEntry> journal) {
        this.items = items;
        journal.stream()
                .filter(entry -> entry.kind() == JournalEntry.Kind.SIGNED_OFF)
                .forEach(entry -> sign(
                        entry.data().getString("name"),
                        new Signature(
                                entry.data().getString("by"),
                                entry.at(),
                                entry.data().getString("note"))));
    }

    boolean has(String name) {
        return items.stream().anyMatch(item -> item.name().equals(name));
    }

    /** Which item somebody may have meant. */
    String hint(String name) {
        return Nearest.hint(name, items.stream().map(SignOffConfig::name).toList());
    }

    void sign(String name, Signature signature) {
        signed.put(name, signature);
    }

    List<SignOff> view() {
        return items.stream()
                .map(item -> new SignOff(item.name(), item.title(), Optional.ofNullable(signed.get(item.name()))))
                .toList();
    }
}
