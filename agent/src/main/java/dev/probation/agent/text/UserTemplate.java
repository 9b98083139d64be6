package dev.probation.agent.text;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the Mustache templates that users write, and refuses what would come out empty or broken later. */
public final class UserTemplate {

    private UserTemplate() {}

    /**
     * The template that a text describes.
     *
     * @param known the fields that it may name
     * @throws IllegalArgumentException where it is none, includes another, or names another field; the message is for the user
     */
    public static Template read(Mustache.Compiler compiler, String text, Collection<String> known) {
        Template template = compiled(compiler, text);
        Names names = new Names(known);
        template.visit(names);
        names.unknown().ifPresent(name -> {
            throw new IllegalArgumentException("unknown field \"" + name + "\" in line " + line(text, name)
                    + " of the template" + Nearest.hint(name, known));
        });
        return template;
    }

    private static Template compiled(Mustache.Compiler compiler, String text) {
        try {
            return compiler.compile(text);
        } catch (MustacheException e) {
            throw new IllegalArgumentException("expected a Mustache template, found: " + e.getMessage(), e);
        } catch (StringIndexOutOfBoundsException e) {
            // the library's answer to {{}}
            throw new IllegalArgumentException("expected a name between the braces, found none", e);
        }
    }

    private static int line(String text, String name) {
        Matcher tag = Pattern.compile("\\{\\{[^}]*" + Pattern.quote(name)).matcher(text);
        String before = tag.find() ? text.substring(0, tag.end()) : text;
        return (int) before.chars().filter(c -> c == '\n').count() + 1;
    }

    /** Finds the first field that is not known. */
    private static final class Names implements Mustache.Visitor {

        private final Collection<String> known;
        private @Nullable String unknown;

        Names(Collection<String> known) {
            this.known = known;
        }

        Optional<String> unknown() {
            return Optional.ofNullable(unknown);
        }

        @Override
        public void visitText(String literal) {
            if (literal.contains("{{")) {
                throw new IllegalArgumentException("expected a Mustache template, found {{ without }}");
            }
        }

        @Override
        public void visitVariable(String name) {
            if (unknown == null && !known.contains(name)) {
                unknown = name;
            }
        }

        @Override
        public boolean visitInclude(String name) {
            throw new IllegalArgumentException("expected a template that includes no other, found {{>" + name + "}}");
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
