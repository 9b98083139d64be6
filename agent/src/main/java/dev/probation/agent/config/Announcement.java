package dev.probation.agent.config;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.probation.rules.pack.Nearest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    private static final Announcement OFF = new Announcement("off", Optional.empty());

    private final String text;
    private final Optional<Template> template;

    private Announcement(String text, Optional<Template> template) {
        this.text = text;
        this.template = template;
    }

    /**
     * The announcement that a text describes.
     *
     * @throws IllegalArgumentException where it is no template, or names a field that there is not
     */
    static Announcement parse(String text) {
        if (text.strip().equals("off")) {
            return OFF;
        }
        try {
            Template template = Mustache.compiler()
                    .escapeHTML(false)
                    .emptyStringIsFalse(true)
                    .compile(text);
            template.visit(new Names());
            return new Announcement(text, Optional.of(template));
        } catch (MustacheException e) {
            throw new IllegalArgumentException(
                    "expected a mustache template, found one that is not whole: " + e.getMessage(), e);
        } catch (StringIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("expected a name between the braces, found none", e);
        }
    }

    /**
     * The words with the facts filled in; empty where nothing is to be said.
     *
     * @param facts by the names of {@link #FIELDS}; what is missing is empty
     */
    public Optional<String> with(Map<String, String> facts) {
        Map<String, String> all = new HashMap<>();
        FIELDS.forEach(field -> all.put(field, ""));
        all.putAll(facts);
        return template.map(known -> known.execute(all).strip()).filter(said -> !said.isEmpty());
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

    /** Refuses what is no field. */
    private static final class Names implements Mustache.Visitor {

        @Override
        public void visitText(String literal) {
            if (literal.contains("{{")) {
                throw new IllegalArgumentException("expected a mustache template, found {{ without }}");
            }
        }

        @Override
        public void visitVariable(String name) {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("unknown field \"" + name + '"' + Nearest.hint(name, FIELDS));
            }
        }

        @Override
        public boolean visitInclude(String name) {
            throw new IllegalArgumentException(
                    "expected all of the template here, found one that includes \"" + name + '"');
        }

        @Override
        public boolean visitSection(String name) {
            visitVariable(name);
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            visitVariable(name);
            return true;
        }
    }
}
