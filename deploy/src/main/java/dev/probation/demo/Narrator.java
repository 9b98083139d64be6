package dev.probation.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Prints the demo's story, for a terminal and without one. */
final class Narrator {
    private static final String PLAIN = "\033[0m";
    private static final String DIM = "\033[2m";
    static final String BOLD = "\033[1m";
    private static final String RED = "\033[31m";
    private static final String GREEN = "\033[32m";
    private static final String YELLOW = "\033[33m";

    private final PrintStream out;
    private final Instant began;
    private final boolean coloured;

    Narrator(PrintStream out, Instant began, boolean coloured) {
        this.out = out;
        this.began = began;
        this.coloured = coloured;
    }

    /** An entry of the agent's timeline or of the deployer's record. */
    void entry(JsonObject entry) {
        Instant at = Instant.parse(entry.getString("at"));
        if (entry.getString("kind", "").equals("delivered")) {
            return; // what arrived is told as such
        }
        switch (entry.getString("what", "")) {
            case "" -> line(at, "agent", entry.getString("text"), colour(entry));
            case "verified" ->
                line(at, "deployer", "rollback signal " + entry.getString("id") + ": signature is right", GREEN);
            case "rolled-back" ->
                line(
                        at,
                        "deployer",
                        "went back from " + entry.getString("from") + " to " + entry.getString("to"),
                        BOLD);
            case "refused" -> line(at, "deployer", "refused a signal: " + entry.getString("reason"), RED);
            case "repeated" -> line(at, "deployer", "dropped a repeated signal", DIM);
            default -> line(at, entry.getString("what"), headline(entry.getString("text")), DIM);
        }
    }

    /** Without the reason, which the agent's own line has. */
    private static String headline(String text) {
        return text.lines().findFirst().orElse("").split(" – ", 2)[0];
    }

    private static String colour(JsonObject entry) {
        JsonObject data = entry.getJsonObject("data", new JsonObject());
        String state = data.getString("to", data.getString("verdict", ""));
        return switch (entry.getString("kind")) {
            case "rollback-recovered" -> GREEN;
            case "rollback-not-recovered", "undelivered", "blinded", "unmeasured" -> RED;
            case "rollback-decided", "rollback-signalled", "rollback-confirmed" -> BOLD;
            case "delivered" -> DIM;
            default -> ofState(state);
        };
    }

    private static String ofState(String state) {
        return switch (state) {
            case "ok", "pass" -> GREEN;
            case "failing", "fail" -> RED;
            case "breaching", "warn", "error", "no-data", "inconclusive" -> YELLOW;
            default -> "";
        };
    }

    /** The verdict, the windows, and the first window's checks with their evidence. */
    void report(JsonObject report) {
        out.println();
        print("        ", BOLD, report.getString("summary", "no report"));
        JsonArray windows = report.getJsonArray("windows", new JsonArray());
        for (Object window : windows) {
            JsonObject one = (JsonObject) window;
            String verdict = one.getString("verdict");
            print(
                    "        ",
                    ofState(verdict),
                    mark(verdict) + " " + one.getString("name") + ": " + one.getString("reason"));
        }
        if (windows.isEmpty()) {
            return;
        }
        for (Object check : windows.getJsonObject(0).getJsonArray("checks")) {
            JsonObject one = (JsonObject) check;
            String verdict = one.getString("verdict");
            String line = String.format(
                    Locale.ROOT, "  %s %-15s %s", mark(verdict), one.getString("check"), one.getString("reason"));
            print("        ", ofState(verdict), line);
        }
    }

    private static String mark(String verdict) {
        return verdict.equals("pass") ? "✓" : verdict.equals("fail") ? "✗" : "•";
    }

    /** Each step, with what was found in its place where it was not seen. */
    void steps(Map<String, String> steps, Instant now) {
        chapter("What was seen");
        steps.forEach((step, missing) -> print(
                "  ",
                missing.isEmpty() ? GREEN : RED,
                (missing.isEmpty() ? "✓ " : "✗ not seen: ") + step + (missing.isBlank() ? "" : " (" + missing + ")")));
        out.printf(Locale.ROOT, "%n  %s after the agent was started%n%n", clock(now));
    }

    void chapter(String title) {
        out.println();
        print("  ", BOLD, title);
    }

    void line(Instant at, String who, String what, String colour) {
        print(String.format(Locale.ROOT, "  %s  %-10s", clock(at), who), colour, what);
    }

    private void print(String before, String colour, String text) {
        out.println(before + (coloured && !colour.isEmpty() ? colour + text + PLAIN : text));
    }

    private String clock(Instant at) {
        long seconds = Math.max(0, Duration.between(began, at).toSeconds());
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
