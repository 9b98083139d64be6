package dev.probation.agent.web.webhook;

import dev.probation.agent.config.Secret;
import dev.probation.agent.web.exchange.BodyCheck;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks what was signed with a shared secret, over the bytes as they come in, in a time that tells nothing. What can be told from
 * the headers alone is told before the body is waited for.
 */
final class Signatures {

    static final String GITHUB = "X-Hub-Signature-256";
    static final String STANDARD = "webhook-signature";
    static final String STANDARD_ID = "webhook-id";

    private static final String STANDARD_TIME = "webhook-timestamp";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern GITHUB_FORM = Pattern.compile("sha256=[0-9a-f]{64}");
    private static final Pattern STANDARD_FORM = Pattern.compile("v1,[A-Za-z0-9+/]{43}=");

    /** As all libraries of Standard Webhooks have it. */
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int MOST_SIGNATURES = 10;
    private static final String ALGORITHM = "HmacSHA256";
    private static final String KEY_PREFIX = "whsec_";

    /** A signature over what is added, which is right if {@code isGiven} says so of the one that is expected. */
    private record StreamedSignature(Mac mac, Predicate<byte[]> isGiven, String complaint) implements BodyCheck {

        @Override
        public void add(Buffer piece) {
            mac.update(piece.getBytes());
        }

        @Override
        public void finish() {
            if (!isGiven.test(mac.doFinal())) {
                throw InboundWebhooks.unauthorized(complaint);
            }
        }
    }

    private Signatures() {}

    static BodyCheck gitHub(Secret secret, MultiMap headers) {
        String complaint = "expected the header " + GITHUB
                + " to be a signature of this body made with events.github.secret; give the webhook the same secret";
        String given = header(headers, GITHUB);
        if (!GITHUB_FORM.matcher(given).matches()) {
            throw InboundWebhooks.unauthorized(complaint);
        }
        return new StreamedSignature(
                mac(secret.reveal().getBytes(StandardCharsets.UTF_8)),
                expected -> isSame(given, "sha256=" + HexFormat.of().formatHex(expected)),
                complaint);
    }

    /** Of Standard Webhooks; the message's id, which is signed as well, is in the header {@value #STANDARD_ID}. */
    static BodyCheck standard(Secret secret, MultiMap headers, Instant now) {
        String id = header(headers, STANDARD_ID);
        String seconds = header(headers, STANDARD_TIME);
        if (!ID.matcher(id).matches() || !SECONDS.matcher(seconds).matches()) {
            throw InboundWebhooks.unauthorized(
                    "expected the headers webhook-id and webhook-timestamp (seconds since 1970)"
                            + " next to webhook-signature, but found something else");
        }
        String complaint =
                "expected the header webhook-signature to be a signature of the id, the time and this body made with"
                        + " events.cdevents.secret";
        List<String> given = Arrays.stream(header(headers, STANDARD).split(" ", MOST_SIGNATURES + 1))
                .limit(MOST_SIGNATURES)
                .filter(each -> STANDARD_FORM.matcher(each).matches())
                .toList();
        if (given.isEmpty()) {
            throw InboundWebhooks.unauthorized(complaint);
        }
        requireNow(Instant.ofEpochSecond(Long.parseLong(seconds)), now);
        String encoded = secret.reveal().strip().substring(KEY_PREFIX.length());
        Mac mac = mac(Base64.getDecoder().decode(encoded));
        mac.update((id + '.' + seconds + '.').getBytes(StandardCharsets.UTF_8));
        return new StreamedSignature(
                mac,
                expected -> {
                    String text = "v1," + Base64.getEncoder().encodeToString(expected);
                    return given.stream().anyMatch(each -> isSame(each, text));
                },
                complaint);
    }

    private static void requireNow(Instant at, Instant now) {
        if (Duration.between(at, now).abs().compareTo(TOLERANCE) > 0) {
            throw InboundWebhooks.unauthorized("expected webhook-timestamp within 5 minutes of " + now + ", but found "
                    + at + "; sign again for each attempt, and check the clocks");
        }
    }

    private static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static String header(MultiMap headers, String name) {
        return Optional.ofNullable(headers.get(name)).orElse("");
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
