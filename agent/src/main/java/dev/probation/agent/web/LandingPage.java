package dev.probation.agent.web;

/** The page at the root: what this is, and where to go on. */
final class LandingPage {

    private LandingPage() {}

    static String html(String version) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Probation</title></head>
                <body>
                <h1>Probation %s</h1>
                <p>Every release is on probation until it has proven itself.</p>
                <ul>
                <li><a href="/api/v1/deployments">Deployments</a></li>
                <li><a href="/api/v1/services">Services and their checks</a></li>
                <li><a href="/api/v1/openapi.yaml">The API</a></li>
                <li><a href="/metrics">The agent's own metrics</a></li>
                <li><a href="/-/healthy">Healthy?</a> <a href="/-/ready">Ready?</a></li>
                </ul>
                </body>
                </html>
                """.replace("%s", escape(version));
    }

    /** Text as it may stand in an element or in a quoted attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
