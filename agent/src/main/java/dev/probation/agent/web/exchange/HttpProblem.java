package dev.probation.agent.web.exchange;

/** What was asked cannot be answered; the message is for the client and says what was expected and found. */
public final class HttpProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kinds of problems, with their status and the word that programs can rely on. */
    public enum Kind {
        BAD_REQUEST(400, "bad-request", "expected a well-formed request"),
        UNAUTHORIZED(401, "unauthorized", "expected the header Authorization: Bearer with the agent's token"),
        CROSS_SITE(403, "cross-site", "the agent takes no orders from the pages of other sites"),
        NOT_FOUND(404, "not-found", "there is nothing at this address; see /api/v1/openapi.yaml for all addresses"),
        METHOD_NOT_ALLOWED(
                405, "method-not-allowed", "this address does not support this method; see the header Allow"),
        CONFLICT(409, "conflict", "the request does not fit the current state"),
        TOO_LARGE(413, "too-large", "the body is larger than the agent accepts"),
        UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "expected a body of type application/json"),
        TOO_MANY_UNAUTHORIZED(
                429,
                "too-many-unauthorized",
                "too many requests without the right token came from this address; try again in a minute"),
        INTERNAL(500, "internal", "the agent failed to answer; its log says why"),
        UNAVAILABLE(503, "unavailable", "the agent could not answer in time; try again"),
        OVERLOADED(503, "overloaded", "the agent has as many requests in memory as it may; try again");

        private final int status;
        private final String word;
        private final String message;

        Kind(int status, String word, String message) {
            this.status = status;
            this.word = word;
            this.message = message;
        }

        public int status() {
            return status;
        }

        String word() {
            return word;
        }

        /** What is said where nothing more is known. */
        String message() {
            return message;
        }
    }

    private final Kind kind;

    public HttpProblem(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** One of which no more is known than its kind. */
    public static HttpProblem of(Kind kind) {
        return new HttpProblem(kind, kind.message());
    }

    public static HttpProblem badRequest(String message) {
        return new HttpProblem(Kind.BAD_REQUEST, message);
    }

    public static HttpProblem notFound(String message) {
        return new HttpProblem(Kind.NOT_FOUND, message);
    }

    Kind kind() {
        return kind;
    }
}
