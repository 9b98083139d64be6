package dev.probation.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KillPlanTest {

    /** The rounds of one run that have an aim. */
    private static List<KillPlan> plans(KillAim aim, boolean file) {
        return IntStream.rangeClosed(1, 2000)
                .filter(round -> KillAim.of(round) == aim)
                .mapToObj(round -> KillPlan.of(7, round, file))
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

    @Test
    void theRoundsOfOneRunAreNotAllAlike() {
        List<KillPlan> answered = plans(KillAim.ANSWERED, true).subList(0, 30);

        assertThat(answered).anyMatch(KillPlan::mended).anyMatch(plan -> !plan.mended());
        assertThat(answered).extracting(plan -> plan.breaking().size()).contains(1, 2);
        assertThat(answered).extracting(KillPlan::straggler).contains(Set.of(), Set.of("c"));
        assertThat(plans(KillAim.ANY, true).subList(0, 30))
                .anyMatch(plan -> plan.after().toMillis() < 1000)
                .anyMatch(plan -> plan.after().toMillis() > 2800);
    }

    @Test
    void mendedChecksTellNoDeployer() {
        assertThat(plans(KillAim.ANSWERED, true).stream().filter(KillPlan::mended))
                .isNotEmpty()
                .noneMatch(plan -> plan.target().channel().equals(ExpectedMessages.SIGNAL));
    }
}
