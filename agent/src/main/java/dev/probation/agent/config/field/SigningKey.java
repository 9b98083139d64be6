package dev.probation.agent.config.field;

import dev.probation.agent.config.Secret;
import java.util.Base64;
import java.util.Optional;

/** The key of a signature as Standard Webhooks write it: {@code whsec_} and at least 24 bytes in base64. */
public final class SigningKey {

    static final String EXPECTED = "whsec_ and a key of 24 bytes or more in base64";

    private static final String PREFIX = "whsec_";
    private static final int LEAST_BYTES = 24;
    private static final String ADVICE =
            " (not shown, since it may be a secret); make one with: echo whsec_$(openssl rand -base64 32)";

    private SigningKey() {}

    /**
     * The key itself.
     *
     * @throws IllegalArgumentException where it is none; says how long it is, at most
     */
    public static byte[] bytes(Secret secret) {
        fault(secret.reveal()).ifPresent(found -> {
            throw new IllegalArgumentException("expected " + EXPECTED + ", found " + found);
        });
        return decoded(secret.reveal());
    }

    /** What was found where {@code text} is no such key, and what to do. */
    static Optional<String> fault(String text) {
        if (!text.strip().startsWith(PREFIX)) {
            return Optional.of("a text that does not begin with " + PREFIX + ADVICE);
        }
        try {
            int bytes = decoded(text).length;
            return bytes < LEAST_BYTES ? Optional.of("a key of " + bytes + " bytes" + ADVICE) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // its message says too much of the secret
            return Optional.of("a key that is not in base64" + ADVICE);
        }
    }

    private static byte[] decoded(String text) {
        return Base64.getDecoder().decode(text.strip().substring(PREFIX.length()));
    }
}
