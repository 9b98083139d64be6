package dev.probation.agent.receiver.http;

import dev.probation.agent.config.Secret;
import dev.probation.agent.config.field.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The symmetric signature of Standard Webhooks, over id, timestamp and raw body. */
public final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private WebhookSignature(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * The signature by a secret of the form {@code whsec_} and at least 24 bytes in base64.
     *
     * @throws IllegalArgumentException where it is of another form; says how long its key is, at most
     */
    public static WebhookSignature of(Secret secret) {
        return new WebhookSignature(SigningKey.bytes(secret));
    }

    /**
     * Signs once, for nobody: Java reads its policy for keys from files when it first signs, and where no descriptor is left
     * then, nothing is signed for as long as it runs.
     */
    public static void prepare() {
        byte[] key = ALGORITHM.getBytes(StandardCharsets.US_ASCII);
        String unused = new WebhookSignature(key).sign("", 0, new byte[0]);
    }

    public String sign(String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
