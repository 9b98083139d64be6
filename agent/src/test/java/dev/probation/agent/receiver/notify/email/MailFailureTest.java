package dev.probation.agent.receiver.notify.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.TryAgain;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MailFailureTest {

    private static Stream<Arguments> unconnected() {
        return Stream.of(
                Arguments.of(new ConnectException("said"), "connection refused"),
                Arguments.of(new SocketTimeoutException("said"), "no connection in time"),
                Arguments.of(new NoRouteToHostException("said"), "no route to it"),
                Arguments.of(new UnknownHostException("said"), "its name does not resolve"));
    }

    @ParameterizedTest
    @MethodSource("unconnected")
    void aServerThatIsNotReachedIsSaidByItsType(IOException cause, String said) {
        assertThat(MailFailure.unconnected(cause)).isEqualTo(again(DeliveryFailure.UNREACHABLE, said));
    }

    @Test
    void aServerThatIsReachedAndSaysNothingIsAnotherThing() {
        assertThat(MailFailure.of(new MessagingException("said", new SocketTimeoutException("said")), -1))
                .isEqualTo(again(DeliveryFailure.TIMEOUT, "no answer in time"));
    }

    private static Delivery again(DeliveryFailure why, String detail) {
        return new TryAgain(why, detail, Optional.empty());
    }
}
