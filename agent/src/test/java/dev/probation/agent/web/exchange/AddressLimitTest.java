package dev.probation.agent.web.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.probation.agent.config.Network;
import dev.probation.agent.time.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLimitTest {

    private static final String STRANGER = "203.0.113.7";

    private final FakeTime time = new FakeTime(Instant.EPOCH);
    private final AddressLimit limit =
            new AddressLimit(time, List.of(Network.parse("10.0.0.0/8").orElseThrow()));

    private void refuseTooOften(String address) {
        for (int times = 0; times < AddressLimit.AT_ONCE; times++) {
            assertThat(limit.refuse(address)).isTrue();
        }
        assertThat(limit.refuse(address)).isFalse();
    }

    @Test
    void whoIsRefusedTooOftenIsNoLongerLookedAt() {
        refuseTooOften(STRANGER);

        assertThatThrownBy(() -> limit.requireOpen(STRANGER)).isInstanceOf(HttpProblem.class);
        assertThatCode(() -> limit.requireOpen("203.0.113.8")).doesNotThrowAnyException();
    }

    @Test
    void oneAttemptComesBackEveryThreeSeconds() {
        refuseTooOften(STRANGER);

        time.advance(Duration.ofMillis(3_100));

        assertThatCode(() -> limit.requireOpen(STRANGER)).doesNotThrowAnyException();
        assertThat(limit.refuse(STRANGER)).isTrue();
        assertThat(limit.refuse(STRANGER)).isFalse();
        time.advance(Duration.ofMinutes(2));
        refuseTooOften(STRANGER);
    }

    @Test
    void whereTheRightTokenCameFromIsLookedAtForAnHour() {
        limit.letIn(STRANGER);
        refuseTooOften(STRANGER);

        assertThatCode(() -> limit.requireOpen(STRANGER)).doesNotThrowAnyException();
        time.advance(Duration.ofMinutes(61));
        refuseTooOften(STRANGER);
        assertThatThrownBy(() -> limit.requireOpen(STRANGER)).isInstanceOf(HttpProblem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void thisMachineIsAlwaysLookedAtButSlowedDown(String address) {
        refuseTooOften(address);

        assertThatCode(() -> limit.requireOpen(address)).doesNotThrowAnyException();
    }

    @Test
    void aTrustedProxyHasNoLimit() {
        for (int times = 0; times < 10 * AddressLimit.AT_ONCE; times++) {
            assertThat(limit.refuse("10.1.2.3")).isTrue();
        }
        assertThatCode(() -> limit.requireOpen("10.1.2.3")).doesNotThrowAnyException();
    }

    @Test
    void oneClientOfIpv6IsOneHoweverManyAddressesItUses() {
        for (int times = 0; times < AddressLimit.AT_ONCE; times++) {
            assertThat(limit.refuse("2001:db8:1:2::" + times)).isTrue();
        }
        assertThat(limit.refuse("2001:db8:1:2::ffff")).isFalse();
    }
}
