package dev.probation.agent.receiver.notify.email;

import io.vertx.core.Vertx;
import io.vertx.core.net.PfxOptions;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A real mail server that keeps what it takes, and refuses what it is told to. */
public final class FakeMailServer implements AutoCloseable {

    /** Whether and when TLS is spoken. */
    enum Secrecy {
        NONE,
        STARTTLS,
        TLS
    }

    final List<MimeMessage> taken = new CopyOnWriteArrayList<>();
    final List<String> recipients = new CopyOnWriteArrayList<>();
    /** How those introduced themselves whose mail was taken. */
    final List<String> greetings = new CopyOnWriteArrayList<>();
    /** What is answered to the message itself; 250 takes it. */
    volatile int dataCode = 250;
    /** What is answered to addresses that begin with {@code gone}. */
    volatile int goneCode = 550;

    private final SMTPServer server;

    private FakeMailServer(SMTPServer.Builder builder) {
        this.server = builder.messageHandlerFactory(
                        context -> new Handler(context.getHelo().orElse("")))
                .build();
        server.start();
    }

    public static FakeMailServer plain() {
        return new FakeMailServer(SMTPServer.port(0));
    }

    /** Takes mail of {@code probation} with the password {@code canary-password} alone. */
    static FakeMailServer secret(Secrecy secrecy, Vertx vertx, PfxOptions key) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(key.getKeyManagerFactory(vertx).getKeyManagers(), null, null);
        SMTPServer.Builder builder = SMTPServer.port(0)
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, session) -> {
                    if (!user.equals("probation") || !password.equals("canary-password")) {
                        throw new LoginFailedException();
                    }
                }))
                .requireAuth();
        return new FakeMailServer(
                secrecy == Secrecy.STARTTLS
                        ? builder.enableTLS().requireTLS().startTlsSocketFactory(context)
                        : builder.serverSocketFactory(context));
    }

    public int port() {
        return server.getPortAllocated();
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Handler implements MessageHandler {

        private final String greeting;

        private Handler(String greeting) {
            this.greeting = greeting;
        }

        @Override
        public void from(String address) {}

        @Override
        public void recipient(String address) throws RejectException {
            if (address.startsWith("gone")) {
                throw new RejectException(goneCode, "no such mailbox " + address);
            }
            recipients.add(address);
        }

        @Override
        public String data(InputStream data) throws RejectException, IOException {
            MimeMessage message;
            try {
                message = new MimeMessage(Session.getInstance(new Properties()), data);
            } catch (MessagingException e) {
                throw new IOException(e);
            }
            if (dataCode != 250) {
                throw new RejectException(dataCode, "canary");
            }
            greetings.add(greeting);
            taken.add(message);
            return "taken";
        }

        @Override
        public void done() {}
    }
}
