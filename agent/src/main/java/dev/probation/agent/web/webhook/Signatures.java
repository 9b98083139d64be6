package dev.probation.agent.web.webhook;

import dev.probation.agent.config.Secret;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks what was signed with a shared secret, over the bytes that came, in a time that tells nothing. */
final class Signatures {

    static final String GITHUB = "X-Hub-Signature-256";
    static final String STANDARD = "webhook-signature";

    private static final String STANDARD_ID = "webhook-id";
    private static final String STANDARD_TIME = "webhook-timestamp";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,200}");

    /** As all libraries of Standard Webhooks have it. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int MOST_SIGNATURES = 10;
    private static final String ALGORITHM = "HmacSHA256";
    private static final String KEY_PREFIX = "whsec_";
    private static final String GITHUB_PREFIX = "sha256=";

    private Signatures() {}

    static void requireGitHub(Secret secret, MultiMap headers, byte[] body) {
        byte[] expected = hmac(secret.reveal().getBytes(StandardCharsets.UTF_8), body);
        String given = header(headers, GITHUB);
        if (!given.startsWith(GITHUB_PREFIX) || !isHex(given.substring(GITHUB_PREFIX.length()), expected)) {
            throw InboundWebhooks.unauthorized(
                    "expected the header " + GITHUB
                            + " to be a signature of this body made with events.github.secret; give the webhook the same secret");
        }
    }

    private static boolean isHex(String given, byte[] expected) {
        byte[] hex = HexFormat.of().formatHex(expected).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), hex);
    }

    /** Gives the message's id. */
    static String requireStandard(Secret secret, MultiMap headers, byte[] body, Instant now) {
        String id = header(headers, STANDARD_ID);
        String seconds = header(headers, STANDARD_TIME);
        if (!ID.matcher(id).matches() || !SECONDS.matcher(seconds).matches()) {
            throw InboundWebhooks.unauthorized(
                    "expected the headers webhook-id and webhook-timestamp (seconds since 1970)"
                            + " next to webhook-signature, but found something else");
        }
        byte[] start = (id + '.' + seconds + '.').getBytes(StandardCharsets.UTF_8);
        byte[] signed = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, signed, start.length, body.length);
        String encoded = secret.reveal().strip().substring(KEY_PREFIX.length());
        byte[] expected = hmac(Base64.getDecoder().decode(encoded), signed);
        byte[] text = ("v1," + Base64.getEncoder().encodeToString(expected)).getBytes(StandardCharsets.UTF_8);
        if (!isOneOf(header(headers, STANDARD), text)) {
            throw InboundWebhooks.unauthorized(
                    "expected the header webhook-signature to be a signature of the id, the time and this body made with"
                            + " events.cdevents.secret");
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(seconds));
        if (Duration.between(at, now).abs().compareTo(TOLERANCE) > 0) {
            throw InboundWebhooks.unauthorized("expected webhook-timestamp within 5 minutes of " + now + ", but found "
                    + at + "; sign again for each attempt, and check the clocks");
        }
        return id;
    }

    private static boolean isOneOf(String given, byte[] expected) {
        return Arrays.stream(given.split(" ", MOST_SIGNATURES + 1))
                .limit(MOST_SIGNATURES)
                .anyMatch(each -> MessageDigest.isEqual(each.getBytes(StandardCharsets.UTF_8), expected));
    }

    private static String header(MultiMap headers, String name) {
        return Optional.ofNullable(headers.get(name)).orElse("");
    }

    private static byte[] hmac(byte[] key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
