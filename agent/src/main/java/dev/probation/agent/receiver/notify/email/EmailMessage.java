package dev.probation.agent.receiver.notify.email;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.store.Message;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** A message as mail. Its Message-ID is the same however often it is sent, so that a mailbox may drop a repeat. */
final class EmailMessage extends MimeMessage {

    private final String id;

    private EmailMessage(Session session, String id) {
        super(session);
        this.id = id;
    }

    static EmailMessage of(Session session, Message message, EmailSettings settings, Instant now)
            throws MessagingException {
        Notice notice = message.notice();
        InternetAddress from = new InternetAddress(settings.from(), true);
        String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
        EmailMessage mail = new EmailMessage(session, id(message.id(), domain));
        mail.setFrom(from);
        for (String address : settings.to()) {
            mail.addRecipient(RecipientType.TO, new InternetAddress(address, true));
        }
        mail.setSubject(EmailText.subject(notice), "UTF-8");
        mail.setHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
        mail.setHeader("Auto-Submitted", "auto-generated");
        String thread = id("incident " + message.incident(), domain);
        mail.setHeader("In-Reply-To", thread);
        mail.setHeader("References", thread);
        mail.setText(EmailText.body(notice), "UTF-8");
        mail.saveChanges();
        return mail;
    }

    /** A digest, since names may hold what an id must not. */
    private static String id(String of, String domain) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
            return "<probation." + HexFormat.of().formatHex(digest, 0, 16) + '@' + domain + '>';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }
}
