package dev.probation.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KillPlanTest {

    private static List<KillPlan> plans(KillAim aim, boolean file) {
        return IntStream.range(0, 500)
                .mapToObj(seed -> KillPlan.of(aim, new Random(seed), file))
                .toList();
    }

    @Test
    void fewRoundsHaveMostAims() {
        Set<KillAim> aims = IntStream.rangeClosed(1, 5).mapToObj(KillAim::of).collect(Collectors.toSet());

        assertThat(aims).contains(KillAim.COMMAND, KillAim.ANSWERED, KillAim.WRITE, KillAim.ANY, KillAim.RECEIVED);
        assertThat(IntStream.rangeClosed(1, 12).mapToObj(KillAim::of)).contains(KillAim.values());
        assertThat(KillAim.of(13)).isEqualTo(KillAim.of(1));
    }

    @ParameterizedTest
    @EnumSource(KillAim.class)
    void theSameSeedPlansTheSame(KillAim aim) {
        assertThat(plans(aim, true)).isEqualTo(plans(aim, true));
    }

    @ParameterizedTest
    @EnumSource(KillAim.class)
    void aPlanBreaksSomethingAndMendsItOnce(KillAim aim) {
        assertThat(plans(aim, true)).allSatisfy(plan -> {
            assertThat(plan.breaking()).isNotEmpty();
            assertThat(plan.straggler()).doesNotContainAnyElementsOf(plan.breaking());
            assertThat(plan.mended() && plan.early()).isFalse();
            assertThat(plan.after()).isLessThan(Duration.ofSeconds(4));
        });
    }

    @Test
    void theStoresFileIsAwaitedOnlyWhereThereIsOne() {
        assertThat(plans(KillAim.WRITE, true)).anyMatch(KillPlan::atWrite).anyMatch(plan -> !plan.atWrite());
        assertThat(plans(KillAim.WRITE, false)).noneMatch(KillPlan::atWrite);
        assertThat(plans(KillAim.ANY, true)).noneMatch(KillPlan::atWrite);
    }

    @Test
    void whatIsOvertakenIsAFailureThatIsToldOfOneCheckBeforeAnother() {
        assertThat(plans(KillAim.OVERTAKEN, true)).allSatisfy(plan -> {
            assertThat(plan.breaking()).containsExactly("a");
            assertThat(plan.straggler()).containsExactly("c");
            assertThat(plan.target().nth()).isEqualTo(2);
            assertThat(plan.target().channel()).isNotEqualTo(ExpectedMessages.SIGNAL);
            assertThat(plan.after()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        });
    }
}
