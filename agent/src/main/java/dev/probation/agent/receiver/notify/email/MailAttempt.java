package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.blocking.DeadlineSockets;
import dev.probation.agent.http.CaFileException;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.notify.email.EmailSettings.Tls;
import dev.probation.agent.store.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** One attempt to hand a message to the mail server. Blocks; ends soon after its sockets were closed. */
final class MailAttempt {

    private static final String CONNECT_MILLIS = "5000";
    private static final String READ_MILLIS = "8000";

    private final EmailSettings settings;
    private final DeadlineSockets sockets;

    MailAttempt(EmailSettings settings, DeadlineSockets sockets) {
        this.settings = settings;
        this.sockets = sockets;
    }

    Delivery send(Message message, Instant now) {
        Session session;
        try {
            session = Session.getInstance(properties());
        } catch (CaFileException unusable) {
            return new TryAgain(DeliveryFailure.OTHER, String.valueOf(unusable.getMessage()), Optional.empty());
        } catch (GeneralSecurityException e) {
            return new TryAgain(DeliveryFailure.OTHER, "the agent could not prepare TLS", Optional.empty());
        }
        EmailMessage mail;
        try {
            mail = EmailMessage.of(session, message, settings, now);
        } catch (MessagingException e) {
            return new Refused(DeliveryFailure.OTHER, "it could not be converted to an email");
        }
        return send(session, mail);
    }

    private Delivery send(Session session, EmailMessage mail) {
        SMTPTransport transport = null;
        try {
            transport = (SMTPTransport) session.getTransport(settings.tls() == Tls.TLS ? "smtps" : "smtp");
            connect(transport);
            transport.sendMessage(mail, mail.getAllRecipients());
            return new Delivered("SMTP " + transport.getLastReturnCode());
        } catch (SendFailedException e) {
            int taken = e.getValidSentAddresses() == null ? 0 : e.getValidSentAddresses().length;
            return taken > 0
                    ? new Delivered(
                            "accepted for " + taken + " of " + settings.to().size() + " addresses")
                    : MailFailure.of(e, code(transport));
        } catch (MessagingException e) {
            return MailFailure.of(e, code(transport));
        } finally {
            sockets.close();
        }
    }

    private static int code(@Nullable SMTPTransport transport) {
        return transport == null ? -1 : transport.getLastReturnCode();
    }

    private void connect(SMTPTransport transport) throws MessagingException {
        if (settings.login().isPresent()) {
            EmailSettings.Login login = settings.login().orElseThrow();
            transport.connect(
                    settings.host(),
                    settings.port(),
                    login.user(),
                    login.password().reveal());
        } else {
            transport.connect(settings.host(), settings.port(), null, null);
        }
    }

    private Properties properties() throws CaFileException, GeneralSecurityException {
        String prefix = settings.tls() == Tls.TLS ? "mail.smtps." : "mail.smtp.";
        Properties properties = new Properties();
        properties.setProperty(prefix + "connectiontimeout", CONNECT_MILLIS);
        properties.setProperty(prefix + "timeout", READ_MILLIS);
        properties.setProperty(
                prefix + "auth", Boolean.toString(settings.login().isPresent()));
        // one address that is gone must not keep the others from being told
        properties.setProperty(prefix + "sendpartial", "true");
        properties.setProperty(prefix + "quitwait", "false");
        properties.setProperty(prefix + "starttls.enable", Boolean.toString(settings.tls() == Tls.STARTTLS));
        properties.setProperty(prefix + "starttls.required", Boolean.toString(settings.tls() == Tls.STARTTLS));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "socketFactory.fallback", "false");
        properties.put(prefix + "socketFactory", sockets.plain());
        properties.put(
                prefix + "ssl.socketFactory",
                sockets.secure(MailTrust.of(settings.caFile().orElse(null))));
        return properties;
    }
}
