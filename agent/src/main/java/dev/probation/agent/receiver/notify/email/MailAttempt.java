package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.blocking.DeadlineSockets;
import dev.probation.agent.http.CaFileException;
import dev.probation.agent.metrics.DeliveryFailure;
import dev.probation.agent.names.FoundHost;
import dev.probation.agent.names.ServerName;
import dev.probation.agent.receiver.Delivery;
import dev.probation.agent.receiver.Delivery.Delivered;
import dev.probation.agent.receiver.Delivery.Refused;
import dev.probation.agent.receiver.Delivery.TryAgain;
import dev.probation.agent.receiver.notify.email.EmailSettings.Login;
import dev.probation.agent.receiver.notify.email.EmailSettings.Tls;
import dev.probation.agent.store.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** One attempt to hand a message to the mail server. Blocks; ends soon after its sockets were closed. */
final class MailAttempt {

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final int READ_MILLIS = 8_000;

    private final EmailSettings settings;
    private final FoundHost host;
    private final DeadlineSockets sockets;

    MailAttempt(EmailSettings settings, FoundHost host, DeadlineSockets sockets) {
        this.settings = settings;
        this.host = host;
        this.sockets = sockets;
    }

    Delivery send(Message message, Instant now) {
        SSLSocketFactory trust;
        try {
            trust = MailTrust.of(settings.caFile().orElse(null));
        } catch (CaFileException unusable) {
            return new TryAgain(DeliveryFailure.OTHER, String.valueOf(unusable.getMessage()), Optional.empty());
        } catch (GeneralSecurityException e) {
            return new TryAgain(DeliveryFailure.OTHER, "the agent could not prepare TLS", Optional.empty());
        }
        Session session = Session.getInstance(properties(trust));
        EmailMessage mail;
        try {
            mail = EmailMessage.of(session, message, settings, now);
        } catch (MessagingException e) {
            return new Refused(DeliveryFailure.OTHER, "it could not be converted to an email");
        }
        return send(session, trust, mail);
    }

    private Delivery send(Session session, SSLSocketFactory trust, EmailMessage mail) {
        SMTPTransport transport = null;
        try {
            Socket socket = connect(trust);
            transport = (SMTPTransport) session.getTransport(server());
            transport.setLocalHost(literal(socket.getLocalAddress()));
            transport.connect(socket);
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
        } catch (IOException e) {
            return MailFailure.unconnected(e);
        } finally {
            sockets.close();
        }
    }

    private static int code(@Nullable SMTPTransport transport) {
        return transport == null ? -1 : transport.getLastReturnCode();
    }

    private String protocol() {
        return settings.tls() == Tls.TLS ? "smtps" : "smtp";
    }

    /** Of the login alone: the connection is there. */
    private URLName server() {
        return new URLName(
                protocol(),
                settings.host(),
                settings.port(),
                null,
                settings.login().map(Login::user).orElse(null),
                settings.login().map(login -> login.password().reveal()).orElse(null));
    }

    private Socket connect(SSLSocketFactory trust) throws IOException {
        Socket socket = host.connect(settings.port(), TO_CONNECT, sockets::unconnected);
        socket.setSoTimeout(READ_MILLIS);
        return settings.tls() == Tls.TLS ? secured(socket, trust) : socket;
    }

    private Socket secured(Socket socket, SSLSocketFactory trust) throws IOException {
        SSLSocket secured = (SSLSocket) trust.createSocket(socket, settings.host(), settings.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        ServerName.tell(settings.host(), parameters);
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    /** By which the agent introduces itself (RFC 5321, 4.1.3). The library would look up this machine's name, and wait for that. */
    static String literal(InetAddress here) {
        String address = here.getHostAddress().replaceFirst("%.*", "");
        return here instanceof Inet6Address ? "[IPv6:" + address + ']' : '[' + address + ']';
    }

    private Properties properties(SSLSocketFactory trust) {
        String prefix = "mail." + protocol() + '.';
        Properties properties = new Properties();
        properties.setProperty(
                prefix + "auth", Boolean.toString(settings.login().isPresent()));
        // one address that is gone must not keep the others from being told
        properties.setProperty(prefix + "sendpartial", "true");
        properties.setProperty(prefix + "quitwait", "false");
        properties.setProperty(prefix + "starttls.enable", Boolean.toString(settings.tls() == Tls.STARTTLS));
        properties.setProperty(prefix + "starttls.required", Boolean.toString(settings.tls() == Tls.STARTTLS));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "ssl.socketFactory", trust);
        return properties;
    }
}
