package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.names.ResolverException;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** What a failed attempt comes to, by types and codes alone: servers' own words hold addresses and more. */
final class MailFailure {

    private static final int NOT_LOGGED_IN = 530;

    private MailFailure() {}

    /** @param last the code of the server's last reply, -1 where there was none */
    static Delivery of(MessagingException failure, int last) {
        List<Throwable> causes = causes(failure);
        Optional<Delivery> broken = broken(causes);
        if (broken.isPresent()) {
            return broken.orElseThrow();
        }
        int code = code(causes).orElse(last);
        boolean login = failure instanceof AuthenticationFailedException || code == NOT_LOGGED_IN;
        if (code >= 400 && code < 500) {
            return again(DeliveryFailure.SERVER_ERROR, "SMTP " + code);
        }
        if (login) {
            return refused(code, "login refused; check user and password-file");
        }
        if (code >= 500) {
            return refused(code, advice(causes));
        }
        return again(
                DeliveryFailure.BROKEN, "cannot talk to the mail server; does it support the configured tls mode?");
    }

    /** Nothing was said to the server yet. */
    static Delivery unconnected(Throwable cause) {
        return unreachable(cause)
                .map(detail -> again(DeliveryFailure.UNREACHABLE, detail))
                .orElseGet(() -> again(DeliveryFailure.BROKEN, "the connection broke"));
    }

    private static String advice(List<Throwable> causes) {
        return causes.stream().anyMatch(SMTPAddressFailedException.class::isInstance)
                ? "an address was refused; check to"
                : "the mail server refused it; check from and the server's log";
    }

    private static Delivery refused(int code, String advice) {
        return new Refused(DeliveryFailure.REFUSED, (code > 0 ? "SMTP " + code + ", " : "") + advice);
    }

    private static Delivery again(DeliveryFailure why, String detail) {
        return new TryAgain(why, detail, Optional.empty());
    }

    private static Optional<Delivery> broken(List<Throwable> causes) {
        for (Throwable cause : causes) {
            if (cause instanceof SocketTimeoutException) {
                return Optional.of(again(DeliveryFailure.TIMEOUT, "no answer in time"));
            }
            Optional<String> unreachable = unreachable(cause);
            if (unreachable.isPresent()) {
                return unreachable.map(detail -> again(DeliveryFailure.UNREACHABLE, detail));
            }
        }
        return causes.stream().anyMatch(IOException.class::isInstance)
                ? Optional.of(again(DeliveryFailure.BROKEN, "the connection broke"))
                : Optional.empty();
    }

    private static Optional<String> unreachable(Throwable cause) {
        if (cause instanceof ResolverException resolver) {
            return Optional.of("its name could not be looked up: " + resolver.getMessage());
        }
        if (cause instanceof UnknownHostException) {
            return Optional.of("its name does not resolve");
        }
        if (cause instanceof SocketTimeoutException) {
            return Optional.of("no connection in time");
        }
        if (cause instanceof SSLException) {
            return Optional.of("no trusted TLS connection");
        }
        if (cause instanceof NoRouteToHostException) {
            return Optional.of("no route to it");
        }
        return cause instanceof ConnectException ? Optional.of("connection refused") : Optional.empty();
    }

    /** The code of the message's own refusal, rather than of what was said after it. */
    private static OptionalInt code(List<Throwable> causes) {
        int worst = 0;
        for (Throwable cause : causes) {
            int code = code(cause);
            // of several addresses, one that may be taken later is worth another attempt
            boolean better = code >= 400 && (worst == 0 || code < 500);
            worst = better ? code : worst;
        }
        return worst == 0 ? OptionalInt.empty() : OptionalInt.of(worst);
    }

    private static int code(Throwable cause) {
        if (cause instanceof SMTPAddressFailedException refused) {
            return refused.getReturnCode();
        }
        return cause instanceof SMTPSendFailedException refused ? refused.getReturnCode() : 0;
    }

    /** It and all that stands behind it, in either of the two ways. */
    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        Optional<Throwable> next = Optional.of(failure);
        while (next.isPresent() && causes.size() < 50) {
            Throwable cause = next.orElseThrow();
            causes.add(cause);
            next = cause instanceof MessagingException mail
                    ? Optional.ofNullable(mail.getNextException())
                    : Optional.ofNullable(cause.getCause());
        }
        return causes;
    }
}
