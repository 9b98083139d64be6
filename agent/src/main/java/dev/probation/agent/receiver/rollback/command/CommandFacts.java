package dev.probation.agent.receiver.rollback.command;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import dev.probation.rules.sample.CheckId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What a rollback program is told, in its environment; names are checked, since programs paste them into commands. */
final class CommandFacts {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}");
    private static final int REASON = 1_000;

    private CommandFacts() {}

    /**
     * The environment's additions.
     *
     * @throws IllegalArgumentException where a name holds what names do not hold
     */
    static Map<String, String> of(String messageId, Notice notice) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("PROBATION_ID", name("id", notice.decision().orElse(messageId)));
        facts.put("PROBATION_DEPLOYMENT", name("deployment", notice.deployment()));
        facts.put("PROBATION_SERVICE", name("service", notice.service()));
        facts.put("PROBATION_VERSION", name("version", notice.version()));
        facts.put(
                "PROBATION_CHECK",
                name("check", notice.check().map(Evidence::check).orElse(CheckId.MANUAL)));
        facts.put("PROBATION_DECIDED_AT", notice.at().toString());
        facts.put("PROBATION_REASON", sentence(notice.reason()));
        return facts;
    }

    private static String name(String what, String value) {
        if (NAME.matcher(value).matches()) {
            return value;
        }
        throw new IllegalArgumentException(
                "the " + what
                        + " may only have letters, digits and . _ : / @ + -, at most 128 characters, when it is passed to a command");
    }

    private static String sentence(String reason) {
        return Truncation.codePoints(Sanitizer.MESSAGE.line(reason), REASON);
    }
}
