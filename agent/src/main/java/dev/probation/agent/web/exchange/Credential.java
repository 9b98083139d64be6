package dev.probation.agent.web.exchange;

import dev.probation.agent.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** What a header {@code Authorization} is held against, as a digest. */
public final class Credential {

    private static final String SCHEME = "bearer ";
    private static final String PASSWORD_SCHEME = "basic ";

    private final byte[] digest;

    public Credential(Secret secret) {
        this.digest = digest(secret.reveal());
    }

    /** Whether it was given as a bearer token. */
    public boolean isBearer(String header) {
        return is(after(SCHEME, header).orElse(""));
    }

    /** Whether it was given as a bearer token, or as the password of any user. */
    public boolean isBearerOrPassword(String header) {
        return is(after(SCHEME, header).or(() -> password(header)).orElse(""));
    }

    private boolean is(String given) {
        return MessageDigest.isEqual(digest(given), digest);
    }

    private static Optional<String> after(String scheme, String header) {
        return header.toLowerCase(Locale.ROOT).startsWith(scheme)
                ? Optional.of(header.substring(scheme.length()).strip())
                : Optional.empty();
    }

    /** The password of user and password in base64, whoever the user is. */
    private static Optional<String> password(String header) {
        return after(PASSWORD_SCHEME, header)
                .flatMap(Credential::decoded)
                .map(both -> both.substring(both.indexOf(':') + 1));
    }

    private static Optional<String> decoded(String base64) {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Digests of equal length, so that comparing them says nothing about the secret's. */
    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
