package dev.probation.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** By the example that the Standard Webhooks give. */
class SignatureCheckTest {

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String STAMP = "1614265330";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final String BODY = "{\"test\": 2432232314}";
    private static final Instant SENT = Instant.ofEpochSecond(1614265330);

    private static String refusal(String id, String stamp, String offered, String body, Instant now)
            throws GeneralSecurityException {
        return SignatureCheck.of("whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .refusal(id, stamp, offered, body.getBytes(StandardCharsets.UTF_8), now);
    }

    @Test
    void theRightSignatureIsTaken() throws GeneralSecurityException {
        assertThat(refusal(ID, STAMP, SIGNATURE, BODY, SENT)).isEmpty();
        assertThat(refusal(ID, STAMP, "v1,b3RoZXI= " + SIGNATURE, BODY, SENT)).isEmpty();
    }

    @Test
    void anythingElseIsRefused() throws GeneralSecurityException {
        String refusal = "webhook-signature does not match";

        assertThat(refusal(ID, STAMP, SIGNATURE, BODY + " ", SENT)).isEqualTo(refusal);
        assertThat(refusal(ID + "x", STAMP, SIGNATURE, BODY, SENT)).isEqualTo(refusal);
        assertThat(refusal(ID, "1614265331", SIGNATURE, BODY, SENT)).isEqualTo(refusal);
        assertThat(refusal(ID, STAMP, "", BODY, SENT)).isEqualTo(refusal);
    }

    @Test
    void aStampFromAnotherTimeIsRefused() throws GeneralSecurityException {
        assertThat(refusal(ID, STAMP, SIGNATURE, BODY, SENT.plusSeconds(300))).isEmpty();
        assertThat(refusal(ID, STAMP, SIGNATURE, BODY, SENT.plusSeconds(301)))
                .isEqualTo("webhook-timestamp is 301 s old, at most 300 s are accepted");
        assertThat(refusal(ID, STAMP, SIGNATURE, BODY, SENT.minusSeconds(301))).isNotEmpty();
    }

    @Test
    void whatIsMissingIsNamed() throws GeneralSecurityException {
        assertThat(refusal("", STAMP, SIGNATURE, BODY, SENT)).isEqualTo("webhook-id or webhook-timestamp is missing");
        assertThat(refusal(ID, "yesterday", SIGNATURE, BODY, SENT))
                .isEqualTo("webhook-id or webhook-timestamp is missing");
    }
}
