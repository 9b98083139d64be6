package dev.probation.bench.kill;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one round came to.
 *
 * @param restartedAt when the process was started again, or was killed where a standby took over
 * @param ready milliseconds from then until it was ready
 * @param starts the ids that the command was started with
 */
record KillResult(
        Before before,
        Instant restartedAt,
        long ready,
        StoreCopy store,
        List<FakeServices.Arrival> arrivals,
        List<String> starts,
        JsonObject report) {
    private static final String COMMAND = "command";
    /** How long failures wait for others to be told with. */
    private static final long GATHERED_MILLIS = 2000;

    /** How it stood between kill and restart. */
    record Before(StoreCopy store, List<FakeServices.Arrival> arrivals) {}

    /** How far it had come when it was killed, in one phrase each. */
    List<String> reached() {
        return before.store().decision().isEmpty()
                ? List.of("decision: not on disk", people())
                : List.of("signal: " + reached(ExpectedMessages.SIGNAL), command(), people());
    }

    private String reached(String receiver) {
        if (before.store().to(receiver).stream().allMatch(StoreCopy.Row::settled)) {
            return "recorded as taken";
        }
        return isUnderWay(receiver) ? "sent, not recorded" : "not sent";
    }

    private boolean isUnderWay(String receiver) {
        return before.arrivals().stream()
                .anyMatch(arrival -> arrival.channel().equals(receiver) && !isRecorded(arrival));
    }

    private String command() {
        List<StoreCopy.Row> rows = before.store().to(COMMAND);
        if (rows.stream().anyMatch(StoreCopy.Row::settled)) {
            return "command: recorded as ended";
        }
        if (rows.stream().noneMatch(StoreCopy.Row::started)) {
            return "command: not begun";
        }
        return starts.isEmpty() ? "command: noted as begun, not started" : "command: started, its end not recorded";
    }

    private String people() {
        if (isUnderWay(ExpectedMessages.TEAM) || isUnderWay(ExpectedMessages.PAGER)) {
            return "people: message sent, not recorded";
        }
        boolean pending = before.store().outbox().stream()
                .anyMatch(row -> !row.settled()
                        && (row.receiver().equals(ExpectedMessages.TEAM)
                                || row.receiver().equals(ExpectedMessages.PAGER)));
        return pending ? "people: message pending, not sent" : "people: no message pending";
    }

    /** All that is not as promised. */
    List<String> wrong() {
        ExpectedMessages expected = ExpectedMessages.of(report, arrivals);
        List<String> wrong = new ArrayList<>(expected.missing());
        wrong.addAll(expected.wrong());
        decisions(wrong);
        commands(wrong);
        repeats(wrong);
        List<String> then = before.store().journal();
        List<String> now = store.journal();
        if (now.size() < then.size() || !now.subList(0, then.size()).equals(then)) {
            wrong.add("the journal at the kill " + then + " is no beginning of the one after it " + now);
        }
        for (StoreCopy.Row row : store.outbox()) {
            if (!row.settled()) {
                wrong.add("message " + row.id() + " is still pending");
            } else if (!row.refused().isEmpty() && !row.receiver().equals(COMMAND)) {
                wrong.add("message " + row.id() + " was given up: " + row.refused());
            }
        }
        before.store().outbox().stream()
                .filter(row ->
                        store.outbox().stream().noneMatch(kept -> kept.id().equals(row.id())))
                .forEach(row -> wrong.add("message " + row.id() + " is gone from the store"));
        return wrong;
    }

    private void decisions(List<String> wrong) {
        long entries = store.journal().stream()
                .filter(entry -> entry.startsWith("ROLLBACK_DECIDED "))
                .count();
        if (entries != 1 || store.decision().isEmpty()) {
            wrong.add(entries + " decisions in the journal, " + store.decision());
        }
        if (before.store().decision().isPresent() && !before.store().decision().equals(store.decision())) {
            wrong.add("decision " + before.store().decision() + " became " + store.decision());
        }
        JsonObject rollback = report.getJsonObject("rollback");
        for (FakeServices.Arrival arrival : arrivals) {
            JsonObject body = arrival.body();
            boolean same = !arrival.channel().equals(ExpectedMessages.SIGNAL)
                    || (arrival.id().equals(rollback.getString("id"))
                            && Objects.equals(body.getString("check"), rollback.getString("check"))
                            && Objects.equals(body.getString("decidedAt"), rollback.getString("decidedAt")));
            if (!same) {
                wrong.add("the signal " + body + " contradicts the decision " + rollback);
            }
        }
    }

    /** Started at most once, and where it was not, or may not have ended, people know. */
    private void commands(List<String> wrong) {
        if (starts.size() > 1) {
            wrong.add("the command was started " + starts.size() + " times");
        }
        boolean taken = store.to(COMMAND).stream()
                .anyMatch(row -> row.settled() && row.refused().isEmpty());
        if (taken && starts.isEmpty()) {
            wrong.add("the command is said to have ended well, and was never started");
        }
        boolean noted = before.store().to(COMMAND).stream().anyMatch(StoreCopy.Row::started);
        if (starts.isEmpty() && !noted) {
            wrong.add("the command was never started");
        }
        store.to(COMMAND).stream()
                .filter(row -> !row.refused().isEmpty() && !row.refused().contains("outcome unknown"))
                .forEach(row -> wrong.add("the command was given up: " + row.refused()));
    }

    boolean isCommandUnknown() {
        return store.to(COMMAND).stream().anyMatch(row -> !row.refused().isEmpty());
    }

    /** Messages that arrived more than once, by channel and id, with how often beyond the first. */
    Map<String, Integer> repeated() {
        Map<String, Integer> repeated = new HashMap<>();
        arrivals.forEach(arrival -> repeated.merge(arrival.channel() + ' ' + arrival.id(), 1, Integer::sum));
        repeated.replaceAll((id, times) -> times - 1);
        repeated.values().removeIf(times -> times == 0);
        return repeated;
    }

    /** Only what was on its way when the agent was killed may come again, and once. */
    private void repeats(List<String> wrong) {
        Set<String> underWay = before.arrivals().stream()
                .filter(arrival -> !isRecorded(arrival))
                .map(arrival -> arrival.channel() + ' ' + arrival.id())
                .collect(Collectors.toSet());
        repeated().forEach((id, times) -> {
            if (times > 1 || !underWay.contains(id)) {
                wrong.add(id + " came " + (times + 1) + " times, and was " + (underWay.contains(id) ? "" : "not ")
                        + "under way at the kill");
            }
        });
    }

    private boolean isRecorded(FakeServices.Arrival arrival) {
        return before.store().to(arrival.channel()).stream()
                .anyMatch(row -> row.settled()
                        && (arrival.channel().equals(ExpectedMessages.SIGNAL)
                                || row.notice().equals(arrival.notice())));
    }

    /** Milliseconds from the restart to the arrival of each message that had waited and was due at once. */
    List<Long> waits() {
        List<Long> waits = new ArrayList<>();
        long gatheredSince = before.store().outbox().stream()
                .filter(row -> !row.settled() && isGathered(row))
                .mapToLong(StoreCopy.Row::atMillis)
                .max()
                .orElse(0);
        for (StoreCopy.Row row : before.store().outbox()) {
            boolean due = !isGathered(row) || gatheredSince + GATHERED_MILLIS <= restartedAt.toEpochMilli();
            if (!row.settled() && due) {
                arrivals.stream()
                        .filter(arrival -> !arrival.at().isBefore(restartedAt) && isOf(arrival, row))
                        .findFirst()
                        .ifPresent(arrival -> waits.add(
                                Duration.between(restartedAt, arrival.at()).toMillis()));
            }
        }
        return waits;
    }

    private static boolean isGathered(StoreCopy.Row row) {
        return row.occasion().equals("failing") || row.occasion().equals("recovered");
    }

    private static boolean isOf(FakeServices.Arrival arrival, StoreCopy.Row row) {
        if (!arrival.channel().equals(row.receiver())) {
            return false;
        }
        return arrival.channel().equals(ExpectedMessages.SIGNAL)
                || arrival.notice().equals(row.notice());
    }
}
