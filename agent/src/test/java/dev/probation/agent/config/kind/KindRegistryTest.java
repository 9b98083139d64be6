package dev.probation.agent.config.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.kind.ReceiverFields.Use;
import dev.probation.agent.probe.ProbeKind;
import dev.probation.agent.probe.ProbeKinds;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.Receivers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KindRegistryTest {

    @Test
    void twoKindsOfProbeWithOneNameAreRefused() {
        ProbeKind kind = ProbeKinds.load().all().get(0);

        assertThatThrownBy(() -> new ProbeKinds(List.of(kind, kind)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one kind named \"" + kind.name() + '"')
                .hasMessageContaining(
                        kind.getClass().getName() + " and " + kind.getClass().getName());
    }

    @Test
    void twoKindsOfReceiverWithOneNameAreRefusedWhereTheyHaveOneUse() {
        ReceiverKind kind = Receivers.kinds().get(0);
        List<ReceiverKind> twice =
                Stream.concat(Receivers.kinds().stream(), Stream.of(kind)).toList();

        assertThatThrownBy(() -> KindRegistry.of(List.of(), twice))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one kind named \"" + kind.name() + '"');
        assertThat(Stream.of(Use.values()).flatMap(use -> names(use).stream()))
                .as("webhook is a name of both uses")
                .hasSizeGreaterThan(names(Use.NOTIFY).size())
                .hasSize(Receivers.kinds().size());
    }

    private static List<String> names(Use use) {
        return KindRegistry.of(List.of(), Receivers.kinds())
                .receivers(use)
                .map(ReceiverFields::name)
                .toList();
    }
}
