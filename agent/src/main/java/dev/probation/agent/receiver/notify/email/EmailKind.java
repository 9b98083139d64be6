package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.config.NotificationEvent;
import dev.probation.agent.config.ReceiverConfig;
import dev.probation.agent.config.Secret;
import dev.probation.agent.config.field.SecretField;
import dev.probation.agent.config.field.TlsFields;
import dev.probation.agent.receiver.Receiver;
import dev.probation.agent.receiver.ReceiverContext;
import dev.probation.agent.receiver.ReceiverKind;
import dev.probation.agent.receiver.notify.email.EmailSettings.Login;
import dev.probation.agent.receiver.notify.email.EmailSettings.Tls;
import dev.probation.agent.settings.Field;
import dev.probation.agent.settings.ObjectSchema;
import dev.probation.agent.settings.Type;
import dev.probation.agent.settings.Types;
import dev.probation.agent.settings.Values;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** E-mail, by a mail server. */
public final class EmailKind implements ReceiverKind {

    private static final Type<String> ADDRESS =
            Types.text("an address such as oncall@example.com or \"On Call <oncall@example.com>\"", EmailKind::address);
    private static final String HOST_NAME = "[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]+";
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1");

    private static final Field<List<String>> TO =
            Field.required("to", Types.listOf(ADDRESS), "The recipients' addresses.");
    private static final Field<String> FROM = Field.required("from", ADDRESS, "The sender's address.");
    private static final Field<String> HOST = Field.required(
            "host",
            Types.text(
                    "a host name such as smtp.example.com",
                    HOST_NAME,
                    text -> Optional.of(text).filter(host -> host.matches(HOST_NAME))),
            "The mail server.");
    private static final Field<Optional<Integer>> PORT =
            Field.optional("port", Types.integer(1, 65_535), "The mail server's port. Default: " + ports() + ".");
    private static final Field<Optional<String>> USER =
            Field.optional("user", Types.text(), "The user, if the mail server asks for a login.");
    private static final SecretField PASSWORD = SecretField.optional("password", "The user's password.");
    private static final Field<Tls> TLS = Field.written(
            "tls",
            Types.choice(Tls.class),
            "starttls",
            "`starttls`: begins in clear text and continues only with TLS. `tls`: TLS from the first"
                    + " byte. `none`: no TLS.");
    private static final ObjectSchema<EmailSettings> SETTINGS =
            ObjectSchema.of(List.of(TO, FROM, HOST, PORT, USER, PASSWORD, TLS, TlsFields.CA_FILE), EmailKind::build);

    private static String ports() {
        return Arrays.stream(Tls.values())
                .map(tls -> tls.port() + " with `" + tls.name().toLowerCase(Locale.ROOT) + '`')
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> address(String text) {
        return isAddress(text) ? Optional.of(text) : Optional.empty();
    }

    /** One, with a domain, and nothing that would begin another header. */
    private static boolean isAddress(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        try {
            InternetAddress[] parsed = InternetAddress.parse(text, true);
            return parsed.length == 1
                    && !parsed[0].isGroup()
                    && parsed[0].getAddress().indexOf('@') > 0;
        } catch (AddressException e) {
            return false;
        }
    }

    private static @Nullable EmailSettings build(Values values) {
        if (values.get(TO).isEmpty()) {
            values.cursor(TO).report("expected at least one address, found none");
            return null;
        }
        Optional<String> user = values.get(USER);
        Optional<Secret> password = values.get(PASSWORD);
        if (user.isPresent() != password.isPresent()) {
            values.cursor(user.isPresent() ? USER : PASSWORD)
                    .report("expected user and password (or password-file) together, found only one of them");
            return null;
        }
        Tls tls = values.get(TLS);
        if (tls == Tls.NONE && user.isPresent() && !HERE.contains(values.get(HOST))) {
            values.cursor(TLS)
                    .report("expected starttls or tls, because others could read the password on its way,"
                            + " found none");
            return null;
        }
        return new EmailSettings(
                values.get(TO),
                values.get(FROM),
                values.get(HOST),
                values.get(PORT).orElse(tls.port()),
                user.map(name -> new Login(name, password.orElseThrow())),
                tls,
                values.get(TlsFields.CA_FILE));
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Use use() {
        return Use.NOTIFY;
    }

    @Override
    public ObjectSchema<EmailSettings> settings() {
        return SETTINGS;
    }

    @Override
    public Set<NotificationEvent> occasions() {
        return EnumSet.allOf(NotificationEvent.class);
    }

    @Override
    public Duration spacing() {
        return Duration.ofSeconds(1);
    }

    /** Makes a mail for nobody, for which the library reads from its files how texts are written. */
    @Override
    public void prepare(ReceiverConfig config) throws Exception {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
        mail.setText("", "UTF-8");
        mail.saveChanges();
        mail.writeTo(OutputStream.nullOutputStream());
    }

    @Override
    public Receiver open(ReceiverConfig config, ReceiverContext context) {
        return new EmailReceiver((EmailSettings) config.settings(), context.time(), context.names());
    }
}
