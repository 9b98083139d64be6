package dev.probation.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks a signal as the Standard Webhooks say: a signature over {@code id.timestamp.body}, and a time stamp that is not older
 * than five minutes. That no id is carried out twice is the receiver's to see to.
 */
final class SignatureCheck {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final byte[] key;

    private SignatureCheck(byte[] key) {
        this.key = key;
    }

    /**
     * With the secret that both sides know.
     *
     * @param secret the key in base64, after {@code whsec_}
     */
    static SignatureCheck of(String secret) {
        return new SignatureCheck(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")));
    }

    /**
     * Why a signal cannot be trusted; empty where it can.
     *
     * @param offered the header {@code webhook-signature}, which may hold several, with a space between
     */
    String refusal(String id, String stamp, String offered, byte[] body, Instant now) throws GeneralSecurityException {
        if (id.isEmpty() || !stamp.matches("[0-9]{1,12}")) {
            return "webhook-id or webhook-timestamp is missing";
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(stamp)), now);
        if (age.abs().compareTo(TOLERANCE) > 0) {
            return "webhook-timestamp is " + age.toSeconds() + " s old, at most 300 s are accepted";
        }
        byte[] expected = signature(id, stamp, body);
        for (String one : offered.split(" ", -1)) {
            if (MessageDigest.isEqual(expected, one.getBytes(StandardCharsets.UTF_8))) {
                return "";
            }
        }
        return "webhook-signature does not match";
    }

    private byte[] signature(String id, String stamp, byte[] body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update((id + "." + stamp + ".").getBytes(StandardCharsets.UTF_8));
        return ("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body))).getBytes(StandardCharsets.UTF_8);
    }
}
