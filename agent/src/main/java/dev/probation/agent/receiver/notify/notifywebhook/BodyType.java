package dev.probation.agent.receiver.notify.notifywebhook;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import io.vertx.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What a template makes. */
public enum BodyType {
    JSON("application/json"),
    FORM("application/x-www-form-urlencoded"),
    TEXT("text/plain"),
    HTML("text/html"),
    XML("application/xml");

    private final String mediaType;

    BodyType(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** What keeps values from breaking out of it. */
    Mustache.Escaper escaper() {
        return switch (this) {
            case JSON -> BodyType::inQuotes;
            case FORM -> text -> URLEncoder.encode(text, StandardCharsets.UTF_8);
            case TEXT -> Escapers.NONE;
            case HTML, XML -> Escapers.HTML;
        };
    }

    /** For a place between quotes. */
    private static String inQuotes(String text) {
        String quoted = Json.encode(text);
        return quoted.substring(1, quoted.length() - 1);
    }
}
