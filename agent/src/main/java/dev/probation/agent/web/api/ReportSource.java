package dev.probation.agent.web.api;

import dev.probation.agent.web.exchange.Replies;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where reports come from. */
@FunctionalInterface
public interface ReportSource {

    /** How a report is written. */
    enum Format {
        JSON(Replies.JSON),
        MARKDOWN("text/markdown; charset=utf-8");

        private final String contentType;

        Format(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }
    }

    /**
     * The report of one window, or of the whole deployment.
     *
     * @param deployment its id
     * @return empty where there is no such deployment or window
     */
    Future<Optional<String>> report(String deployment, Format format, @Nullable String window);
}
