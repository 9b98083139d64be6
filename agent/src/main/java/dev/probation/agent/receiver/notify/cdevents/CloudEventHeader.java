package dev.probation.agent.receiver.notify.cdevents;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Attributes as header values: what HTTP does not take is percent-encoded, as CloudEvents' HTTP binding has it. */
final class CloudEventHeader {

    private CloudEventHeader() {}

    static String encode(String value) {
        StringBuilder encoded = new StringBuilder(value.length());
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = each > ' ' && each < 0x7f && each != '"' && each != '%';
            encoded.append(plain ? String.valueOf((char) each) : String.format(Locale.ROOT, "%%%02X", each));
        }
        return encoded.toString();
    }
}
