package dev.probation.agent.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.probe.FiringAlerts;
import dev.probation.agent.store.AlertGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeptAlertsTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final KeptAlerts kept =
            new KeptAlerts(alert -> !alert.labels().getOrDefault("service", "").equals("of-others"));

    private void hear(AlertGroup told, Map<String, Instant> ended) {
        kept.put(kept.next(told, ended));
    }

    private List<String> firing() {
        return kept.firing().alerts().stream()
                .map(FiringAlerts.Alert::fingerprint)
                .toList();
    }

    private static AlertGroup group(String id, Instant heardAt, int missing, String... fingerprints) {
        return group(id, heardAt, missing, "shop", Stream.of(fingerprints));
    }

    private static AlertGroup group(
            String id, Instant heardAt, int missing, String service, Stream<String> fingerprints) {
        List<AlertGroup.Alert> alerts = fingerprints
                .map(each -> new AlertGroup.Alert(
                        each, Map.of("service", service), NOON.minusSeconds(60), Optional.empty(), heardAt))
                .toList();
        return new AlertGroup(id, heardAt, missing, alerts);
    }

    private static Map<String, Instant> endedAt(Instant at, String... fingerprints) {
        return Stream.of(fingerprints).collect(Collectors.toMap(each -> each, each -> at));
    }

    @Test
    void aGroupTakesThePlaceOfTheOneBefore() {
        hear(group("g", NOON, 0, "a", "b"), Map.of());
        hear(group("h", NOON, 0, "c"), Map.of());
        hear(group("g", NOON.plusSeconds(1), 0, "b", "d"), endedAt(NOON.plusSeconds(1), "a"));

        assertThat(firing()).containsExactly("c", "b", "d");

        hear(group("g", NOON.plusSeconds(2), 0), endedAt(NOON.plusSeconds(2), "b", "d"));
        assertThat(firing()).containsExactly("c");
    }

    @Test
    void whatWasCutOffMayStillBeFiring() {
        hear(group("g", NOON, 0, "a", "b"), Map.of());
        hear(group("g", NOON.plusSeconds(1), 7, "c"), endedAt(NOON.plusSeconds(1), "a"));

        assertThat(firing()).containsExactly("b", "c");
        assertThat(kept.firing().cutAt()).containsExactly(NOON.plusSeconds(1));

        hear(group("g", NOON.plusSeconds(2), 1), endedAt(NOON.plusSeconds(2), "b", "c"));
        assertThat(kept.firing()).isEqualTo(new FiringAlerts(List.of(), List.of(NOON.plusSeconds(2))));
        hear(group("g", NOON.plusSeconds(3), 0), Map.of());
        assertThat(kept.firing()).isEqualTo(FiringAlerts.NONE);
    }

    @Test
    void theEndOfAnEarlierAlertEndsNoneThatBeganLater() {
        hear(group("g", NOON, 0, "a"), Map.of());

        hear(group("g", NOON.plusSeconds(1), 0, "b"), endedAt(NOON.minusSeconds(61), "a"));

        assertThat(firing()).containsExactly("a", "b");

        hear(group("g", NOON.plusSeconds(2), 0), endedAt(NOON, "a", "b"));
        assertThat(firing()).isEmpty();
    }

    @Test
    void whatNoCheckAsksForIsNotKept() {
        AlertGroup next = kept.next(group("g", NOON, 0, "of-others", Stream.of("a", "b")), Map.of());

        assertThat(next.isOver()).isTrue();
    }

    @Test
    void whatDoesNotFitIsKnownToBeMissing() {
        int half = KeptAlerts.MOST_ALERTS / 2;
        hear(group("g", NOON, 0, "shop", numbered(half)), Map.of());
        hear(group("h", NOON, 0, "shop", numbered(half + 7)), Map.of());

        assertThat(firing()).hasSize(KeptAlerts.MOST_ALERTS);
        assertThat(kept.firing().cutAt()).containsExactly(NOON);

        hear(group("i", NOON.plusSeconds(1), 0, "x"), Map.of());
        assertThat(firing()).hasSize(KeptAlerts.MOST_ALERTS).doesNotContain("x");
        assertThat(kept.firing().cutAt()).contains(NOON.plusSeconds(1));

        hear(group("h", NOON.plusSeconds(2), 0, "shop", numbered(half)), Map.of());
        assertThat(firing()).as("a group has its own place").hasSize(KeptAlerts.MOST_ALERTS);
    }

    @Test
    void longLabelsTakeMoreRoom() {
        String name = "x".repeat(1_000);
        int fits = (int) (KeptAlerts.MOST_CHARACTERS / (name.length() + "service".length()));
        hear(group("g", NOON, 0, name, numbered(fits + 1)), Map.of());

        assertThat(firing()).hasSize(fits);
        assertThat(kept.firing().cutAt()).containsExactly(NOON);
    }

    @Test
    void whatIsNotToldAgainIsForgottenAfterAWeek() {
        hear(group("g", NOON, 0, "a"), Map.of());
        hear(group("h", NOON.plus(Duration.ofDays(7)), 0, "b"), Map.of());
        assertThat(firing()).containsExactly("a", "b");

        hear(group("h", NOON.plus(Duration.ofDays(7)).plusMillis(1), 0, "b"), Map.of());
        assertThat(firing()).containsExactly("b");
    }

    private static Stream<String> numbered(int most) {
        return IntStream.range(0, most).mapToObj(Integer::toString);
    }
}
