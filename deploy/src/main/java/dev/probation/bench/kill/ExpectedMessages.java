package dev.probation.bench.kill;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What people and deployers were due by a deployment's journal, held against what arrived: each thing under exactly one id.
 * The journal alone says what is due, so that a message that was never written is missed as well.
 */
final class ExpectedMessages {
    static final String SIGNAL = "hook";
    static final String TEAM = "team";
    static final String PAGER = "pager";

    /** What a webhook's {@code step} does to its incident, in the pager's words. */
    private static final Map<String, String> ACTIONS = Map.of("opens", "trigger", "resolves", "resolve");

    private final Map<String, Integer> due = new TreeMap<>();
    private final Set<String> failing = new TreeSet<>();
    private final Map<String, Set<String>> told = new TreeMap<>();
    private final Map<String, List<String>> incidents = new LinkedHashMap<>();
    private boolean versionMissed;
    private boolean ended;

    private ExpectedMessages() {}

    static ExpectedMessages of(JsonObject report, List<FakeServices.Arrival> arrivals) {
        ExpectedMessages messages = new ExpectedMessages();
        report.getJsonArray("timeline").stream().map(JsonObject.class::cast).forEach(messages::entry);
        arrivals.forEach(messages::arrived);
        return messages;
    }

    private void entry(JsonObject entry) {
        JsonObject data = entry.getJsonObject("data");
        switch (entry.getString("kind")) {
            case "started" -> owe(TEAM + " started");
            case "transition" -> transition(data);
            case "rollback-decided" -> {
                owe(SIGNAL + " rollback");
                owe(TEAM + " rollback opens");
                owe(PAGER + " rollback opens");
            }
            case "rollback-recovered" -> owe(TEAM + " rollback resolves");
            case "version-missed" -> version(true);
            case "version-read" -> version(false);
            case "ended" -> ended = true;
            // a command whose outcome is unknown is for people to know
            case "undelivered", "rollback-escalated" -> owe(TEAM + " rollback opens");
            default -> {
                // nobody is told
            }
        }
    }

    private void transition(JsonObject data) {
        String check = data.getString("check");
        if (data.getString("to").equals("failing")) {
            failing.add(check);
            owe(TEAM + " failing opens " + check);
            owe(PAGER + " failing opens " + check);
        } else if (data.getString("from").equals("failing")) {
            failing.remove(check);
            owe(TEAM + " recovered resolves " + check);
        }
    }

    /** People are told once that it is missed, and that it is read only after that. */
    private void version(boolean missed) {
        if (missed != versionMissed) {
            owe(TEAM + " version " + (missed ? "opens" : "resolves"));
        }
        versionMissed = missed;
    }

    private void owe(String thing) {
        due.merge(thing, 1, Integer::sum);
    }

    private void arrived(FakeServices.Arrival arrival) {
        JsonObject body = arrival.body();
        if (arrival.channel().equals(SIGNAL)) {
            told(SIGNAL + " rollback", arrival.id());
            return;
        }
        if (arrival.channel().equals(PAGER)) {
            incident(PAGER + "'s " + body.getString("dedup_key"), body.getString("event_action"));
            body = body.getJsonObject("payload").getJsonObject("custom_details");
            if (!body.getString("step").equals("opens")) {
                return;
            }
        }
        if (arrival.channel().equals(TEAM)) {
            incident(TEAM + "'s " + body.getString("incident"), ACTIONS.get(body.getString("step")));
        }
        if (isOnlyTheEnd(body)) {
            return;
        }
        String id = arrival.channel().equals(PAGER) ? arrival.body().getString("dedup_key") : arrival.id();
        for (String check : checks(body)) {
            told(arrival.channel() + ' ' + what(body) + check, id);
        }
    }

    private void incident(String key, @Nullable String action) {
        if (action != null) {
            incidents.computeIfAbsent(key, first -> new ArrayList<>()).add(action);
        }
    }

    /** Of an incident that would stay open, though nothing is good again: of all of it, or of one of its checks. */
    private static boolean isOnlyTheEnd(JsonObject body) {
        boolean endsTurn = body.getString("step").equals("resolves") && body.containsKey("turn");
        return endsTurn
                || (body.getString("occasion").equals("recovered") && "failing".equals(body.getString("state")));
    }

    /** One of several checks that is good again only tells of their incident. */
    private static String what(JsonObject body) {
        String occasion = body.getString("occasion");
        return switch (occasion) {
            case "started" -> occasion;
            case "recovered" -> "recovered resolves";
            default -> occasion + ' ' + body.getString("step");
        };
    }

    /** Of a rollback it does not matter which. */
    private static List<String> checks(JsonObject body) {
        String occasion = body.getString("occasion");
        if (!occasion.equals("failing") && !occasion.equals("recovered")) {
            return List.of("");
        }
        JsonArray checks = body.getJsonArray("checks", new JsonArray());
        return checks.isEmpty()
                ? List.of(' ' + body.getString("check"))
                : checks.stream()
                        .map(part -> ' ' + ((JsonObject) part).getString("check"))
                        .toList();
    }

    private void told(String thing, String id) {
        told.computeIfAbsent(thing, first -> new HashSet<>()).add(id);
    }

    /** The checks that are failing at the end of the journal. */
    Set<String> failing() {
        return Set.copyOf(failing);
    }

    /** Whether the deployment has ended, which a rollback that has helped does. */
    boolean isOver() {
        return ended;
    }

    /** What has not arrived. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        due.forEach((thing, times) -> {
            if (count(thing) < (thing.startsWith(PAGER) ? 1 : times)) {
                missing.add(thing + " was due " + times + " times, and " + count(thing) + " arrived");
            }
        });
        if (isOver()) {
            incidents.forEach((key, actions) -> {
                if (!actions.contains("resolve")) {
                    missing.add("incident " + key + " was never resolved");
                }
            });
        }
        return missing;
    }

    private int count(String thing) {
        return told.getOrDefault(thing, Set.of()).size();
    }

    /** What should not have been, whatever is still to come. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> owed = new HashMap<>(due);
        told.forEach((thing, ids) -> {
            int most = owed.getOrDefault(thing, 0);
            if (ids.size() > most) {
                wrong.add(thing + " was due " + most + " times, and came under " + ids.size() + " ids: " + ids);
            }
        });
        incidents.forEach((key, actions) -> {
            if (actions.get(0).equals("resolve") || actions.lastIndexOf("trigger") > first(actions, "resolve")) {
                wrong.add("incident " + key + " was told in the wrong order: " + actions);
            }
        });
        return wrong;
    }

    private static int first(List<String> actions, String action) {
        int first = actions.indexOf(action);
        return first < 0 ? Integer.MAX_VALUE : first;
    }
}
