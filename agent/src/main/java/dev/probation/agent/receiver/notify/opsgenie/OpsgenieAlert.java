package dev.probation.agent.receiver.notify.opsgenie;

import dev.probation.agent.notice.Notice;
import dev.probation.agent.notice.Notice.Evidence;
import dev.probation.agent.text.Sanitizer;
import dev.probation.agent.text.Truncation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A notice as an alert, within what the Alert API takes. */
final class OpsgenieAlert {

    private static final String SOURCE = "Probation";
    private static final int MESSAGE = 130;
    private static final int ALIAS = 512;
    private static final int DESCRIPTION = 15_000;
    private static final int ENTITY = 512;
    private static final int TAG = 50;
    private static final int DETAIL = 500;
    private static final int NOTE = 25_000;
    private static final int HASH_BYTES = 8;

    private OpsgenieAlert() {}

    static JsonObject opening(Notice notice, String alias) {
        return new JsonObject()
                .put("message", Truncation.chars(Sanitizer.MESSAGE.line(notice.headline()), MESSAGE))
                .put("alias", alias)
                .put("description", Truncation.chars(description(notice), DESCRIPTION))
                .put("priority", priority(notice))
                .put("source", SOURCE)
                .put("entity", Truncation.chars(notice.service(), ENTITY))
                .put(
                        "tags",
                        new JsonArray()
                                .add("probation")
                                .add(notice.occasion().label())
                                .add(Truncation.chars(notice.service(), TAG)))
                .put("details", details(notice));
    }

    static JsonObject closing(Notice notice) {
        return new JsonObject()
                .put("source", SOURCE)
                .put("user", SOURCE)
                .put(
                        "note",
                        Truncation.chars(
                                Sanitizer.MESSAGE.line(notice.headline()) + "\n" + plain(notice.reason()), NOTE));
    }

    /**
     * What names the incident, also in a path: an alias with a slash or a space in it could be opened and never closed. What
     * is changed or cut gets a hash, which keeps it apart from others.
     */
    static String alias(String incident) {
        String alias = incident.replace('/', ':');
        String plain = alias.replaceAll("[^A-Za-z0-9._:-]", "_");
        if (plain.equals(alias) && alias.length() <= ALIAS && incident.indexOf(':') < 0) {
            return alias;
        }
        String hash = hash(incident);
        return plain.substring(0, Math.min(plain.length(), ALIAS - hash.length() - 1)) + '~' + hash;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String description(Notice notice) {
        String words = notice.announcement().map(text -> text + "\n\n").orElse("");
        String healed = notice.recoveredAt().map(at -> "\n\nHealed: " + at).orElse("");
        return plain(words + notice.reason() + healed);
    }

    /** Opsgenie shows tags of HTML as such, and calls those that a note mentions. */
    private static String plain(String text) {
        return Sanitizer.MESSAGE
                .lines(text)
                .replaceAll("<(?=[A-Za-z/!])", "<\u200B")
                .replace("@", "@\u200B");
    }

    private static String priority(Notice notice) {
        return switch (notice.occasion()) {
            case ROLLBACK -> "P1";
            case FAILING, BLIND, UNMEASURED, UNDELIVERED -> "P2";
            case WITHHELD, VERSION -> "P3";
            case STARTED, WINDOW, RECOVERED, PASSED -> "P5";
        };
    }

    private static JsonObject details(Notice notice) {
        JsonObject details = new JsonObject();
        put(details, "service", notice.service());
        put(details, "version", notice.version());
        put(details, "deployment", notice.deployment());
        put(details, "since", notice.at().toString());
        notice.check().ifPresent(evidence -> {
            put(details, "check", evidence.check());
            put(details, "state", evidence.state());
        });
        notice.check().flatMap(Evidence::observed).ifPresent(observed -> put(details, "observed", observed));
        notice.check().flatMap(Evidence::limit).ifPresent(limit -> put(details, "expected", limit));
        notice.link().ifPresent(link -> put(details, "link", link));
        return details;
    }

    private static void put(JsonObject details, String name, String value) {
        details.put(name, Truncation.chars(Sanitizer.MESSAGE.line(value), DETAIL));
    }
}
