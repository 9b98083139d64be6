package dev.probation.agent.web.api;

import dev.probation.agent.text.Sanitizer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page at the root: what this is, and where to go on. */
final class LandingPage {

    private static final String STYLE = """
            :root { color-scheme: light dark }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem }
            h1 { margin: 0; font-size: 1.6rem }
            small { font-weight: normal; font-size: 1rem; opacity: .7 }
            dt { margin-top: .8rem; font-weight: 600 }
            dd { margin: 0; opacity: .8 }
            code { font-size: .9em }
            """;

    private LandingPage() {}

    static String html(String version) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>Probation</title>
                <style>%style</style>
                </head>
                <body>
                <h1>Probation <small>%version</small></h1>
                <p>Every release is on probation until it has proven itself.</p>
                <dl>
                <dt><a href="/api/v1/deployments">Deployments</a></dt>
                <dd>the newest, with the state of each check; <code>probation status</code> shows them as a table</dd>
                <dt><a href="/api/v1/services">Services</a></dt>
                <dd>what is watched, and by which checks</dd>
                <dt><a href="/api/v1/openapi.yaml">API</a></dt>
                <dd>its description in OpenAPI</dd>
                <dt><a href="/metrics">Metrics</a></dt>
                <dd>the agent's own, for Prometheus</dd>
                <dt><a href="/-/healthy">Healthy?</a> <a href="/-/ready">Ready?</a></dt>
                <dd>for whatever keeps the agent running</dd>
                </dl>
                </body>
                </html>
                """.replace("%style", STYLE).replace("%version", Sanitizer.HTML.line(version));
    }

    /** What a browser may use of the page: this very style, and nothing else. */
    static String policy(String strict) {
        return strict + "; style-src 'sha256-" + Base64.getEncoder().encodeToString(sha256(STYLE)) + "'";
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
