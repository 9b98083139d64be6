package dev.probation.agent.config;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.probation.agent.text.UserTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Words for everybody, with the facts left open. */
public final class Announcement {

    /** What may stand between braces; each is known, or empty. */
    public static final List<String> FIELDS = List.of(
            "service",
            "version",
            "previous",
            "deployed",
            "until",
            "duration",
            "reason",
            "verdict",
            "link",
            "decided",
            "recovered");

    private static final Announcement OFF = new Announcement("off", null);

    private final String text;
    private final @Nullable Template template;

    private Announcement(String text, @Nullable Template template) {
        this.text = text;
        this.template = template;
    }

    /**
     * The announcement that a text describes.
     *
     * @throws IllegalArgumentException where it is no template, or names a field that there is not
     */
    public static Announcement parse(String text) {
        if (text.strip().equals("off")) {
            return OFF;
        }
        Mustache.Compiler compiler = Mustache.compiler().escapeHTML(false).emptyStringIsFalse(true);
        return new Announcement(text, UserTemplate.read(compiler, text, FIELDS));
    }

    /**
     * The words with the facts filled in; empty where nothing is to be said.
     *
     * @param facts by the names of {@link #FIELDS}; what is missing is empty
     */
    public Optional<String> with(Map<String, String> facts) {
        if (template == null) {
            return Optional.empty();
        }
        Map<String, String> all = new HashMap<>();
        FIELDS.forEach(field -> all.put(field, ""));
        all.putAll(facts);
        return Optional.of(template.execute(all).strip()).filter(said -> !said.isEmpty());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Announcement announcement && text.equals(announcement.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
