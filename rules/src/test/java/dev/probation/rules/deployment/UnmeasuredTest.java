package dev.probation.rules.deployment;

import static dev.probation.rules.deployment.History.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.probation.rules.check.Check;
import dev.probation.rules.check.Check.WhenUnmeasured;
import dev.probation.rules.check.CheckBuilder;
import dev.probation.rules.check.CheckState;
import dev.probation.rules.sample.Outcome;
import dev.probation.rules.sample.Outcome.Cause;
import dev.probation.rules.window.WindowSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnmeasuredTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Optional<Duration> AFTER = Optional.of(Duration.ofMinutes(5));
    private static final String SINCE =
            "nothing has been measured since 2026-01-31T10:00:05Z, so this check cannot decide a rollback; the last: connection refused";
    private static final Check P95 =
            CheckBuilder.measuring("p95").every(MINUTE).rollback().build();
    private static final Check HEALTH =
            CheckBuilder.reaching("health", "app").every(MINUTE).rollback().build();

    private static WindowSpec window(String name, long fromMinute, long untilMinute, long settle) {
        return new WindowSpec(
                name,
                Duration.ofMinutes(fromMinute),
                Duration.ofMinutes(untilMinute),
                Optional.empty(),
                0,
                Duration.ofMinutes(settle));
    }

    private static Checklist of(Check check, Optional<Duration> after) {
        return new Checklist(List.of(check, HEALTH), List.of(window("only", 0, 1000, 0)), List.of(), true, after);
    }

    private static History sample(History history, long second, String check, char how) {
        return switch (how) {
            case 'g' -> history.good(second, check);
            case 'b' -> history.bad(second, check);
            case 'e' -> history.error(second, check);
            case 'd' -> history.sample(second, check, new Outcome.Failed(Cause.DENIED, "status 401"));
            case 'a' -> history.sample(second, check, new Outcome.Failed(Cause.AGENT_FAULT, "no file descriptor"));
            case 'n' -> history.none(second, check);
            case 'i' -> history.sample(second, check, Outcome.NoData.idle("no traffic in 1m"));
            case '.' -> history.advance(second);
            default -> throw new IllegalArgumentException("what is " + how + "?");
        };
    }

    /** One of each check, of which health is asked first. */
    private static void minute(History history, int minute, String p95, String health) {
        char newest = health.charAt(Math.min(minute, health.length() - 1));
        History same = sample(history, minute * 60L, "health", newest);
        assertThat(sample(same, minute * 60L + 5, "p95", p95.charAt(minute))).isSameAs(history);
    }

    private static History asked(Checklist checklist, String p95, String health) {
        History history = History.of(checklist);
        for (int minute = 0; minute < p95.length(); minute++) {
            minute(history, minute, p95, health);
        }
        return history;
    }

    /** What was told of checks, each with its minute. */
    private static List<String> told(List<Event> events) {
        List<String> told = new ArrayList<>();
        for (Event event : events) {
            long minute = Duration.between(History.LIVE, event.at()).toMinutes();
            if (event instanceof Event.Unmeasured unmeasured) {
                told.add(minute + " " + unmeasured.check());
            } else if (event instanceof Event.UnmeasuredEnded ended) {
                told.add(minute + " " + ended.check() + (ended.answered() ? " again" : " left"));
            }
        }
        return told;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # p95           | health     | told
            ggeeeeeeeg      | g          | 7 p95, 9 p95 again
            ggeeeeeeeeeeeee | g          | 7 p95
            ggnnnnnnng      | g          | 7 p95, 9 p95 again
            ggdddddddg      | g          | 7 p95, 9 p95 again
            ggaaaaaaag      | g          | 7 p95, 9 p95 again
            ggenednad       | g          | 7 p95
            eeeeeee         | g          | 5 p95
            nnnnnnn         | g          | 5 p95
            nnnnnnb         | g          | 5 p95, 6 p95 again
            geeeeegeeeeeg   | g          | ''
            geeeeebeeeeeg   | g          | ''
            iiiiiiiiiiiii   | g          | ''
            eeeeieeeeiiii   | g          | ''
            eeeeeei         | g          | 5 p95, 6 p95 again
            geeeeeegeeeeeeg | g          | 6 p95, 7 p95 again, 13 p95, 14 p95 again
            geee...eg       | g          | 7 p95, 8 p95 again
            geeee......eeeeeeeg | g      | 16 p95, 18 p95 again
            geeeeeee......eg | g         | 6 p95, 15 p95 again
            ggggggggg       | eeeeeeeeee | ''
            ggggggggg       | aaaaaaaaaa | 5 health
            # blindness is told as such, and what stays unmeasured after it is told then
            eeeeeeeee       | e          | ''
            gneeeeeeeeeg    | geeeeeeg   | 8 p95, 11 p95 again
            gnnneeeeeeeg    | geeeeeeg   | 7 p95, 11 p95 again
            geeeeeeeeeeg    | geeeeeeg   | 9 p95, 11 p95 again
            geeeeeeeg       | geeeeeeg   | ''
            eeeeeeeeeeeeg   | gggggggeeg | 5 p95, 12 p95 again
            """)
    void aCheckThatMeasuresNothingIsToldOnceAndItsEndOnce(String p95, String health, String expected) {
        assertThat(String.join(", ", told(asked(of(P95, AFTER), p95, health).events())))
                .isEqualTo(expected);
    }

    @Test
    void itsEventsSayWhatIsMeasuredInsteadAndForHowLong() {
        History history = asked(of(P95, AFTER), "eeeeeeeeg", "g");

        assertThat(history.only(Event.Unmeasured.class))
                .containsExactly(new Event.Unmeasured(at(305), P95.id(), CheckState.ERROR, SINCE));
        assertThat(history.only(Event.UnmeasuredEnded.class))
                .containsExactly(new Event.UnmeasuredEnded(at(485), P95.id(), true, "p95 200 ms, expected < 500 ms"));
        assertThat(asked(of(P95, AFTER), "nnnnnn", "g").only(Event.Unmeasured.class))
                .extracting(Event.Unmeasured::state)
                .containsExactly(CheckState.NO_DATA);
    }

    @Test
    void theEndIsToldInWordsThatFitWhatWasFound() {
        assertThat(asked(of(P95, AFTER), "nnnnnnni", "g").only(Event.UnmeasuredEnded.class))
                .extracting(Event.UnmeasuredEnded::reason)
                .containsExactly("p95 is answered again: no traffic in 1m");
    }

    /** With the window's interval of a quarter of an hour, one lost sample and the next are no outage. */
    @Test
    void itTakesThreeSamplesHoweverRareTheyAre() {
        Check rare = CheckBuilder.measuring("p95")
                .every(Duration.ofMinutes(15))
                .rollback()
                .build();
        History history = History.of(of(rare, AFTER));
        for (int minute = 0; minute <= 90; minute += 15) {
            assertThat(history.good(minute * 60L, "health").sample(minute * 60L, "p95", rareOutcome(minute)))
                    .isSameAs(history);
        }

        assertThat(told(history.events())).containsExactly("75 p95", "90 p95 again");
    }

    private static Outcome rareOutcome(int minute) {
        boolean good = minute == 0 || minute == 30 || minute == 90;
        return good ? Outcome.Measured.of(0.2) : new Outcome.Failed(Cause.TIMEOUT, "no answer within 5s");
    }

    @Test
    void whatCountsAsBadOrNoDataThatIsLetPassIsMeasured() {
        CheckBuilder check = CheckBuilder.measuring("p95").every(MINUTE).rollback();

        assertThat(told(asked(of(check.noData(WhenUnmeasured.PASS).build(), AFTER), "nnnnnnnn", "g")
                        .events()))
                .isEmpty();
        assertThat(told(asked(of(check.noData(WhenUnmeasured.FAIL).build(), AFTER), "nnnnnnnn", "g")
                        .events()))
                .isEmpty();
        assertThat(told(asked(of(check.onError(WhenUnmeasured.FAIL).build(), AFTER), "eeeeeeee", "g")
                        .events()))
                .isEmpty();
        assertThat(told(asked(of(check.onError(WhenUnmeasured.PASS).build(), AFTER), "eeeeeeee", "g")
                        .events()))
                .containsExactly("5 p95");
    }

    @Test
    void onlyWhatMayRollBackIsLookedAt() {
        Check alert = CheckBuilder.measuring("p95").every(MINUTE).build();
        Check sharp = CheckBuilder.measuring("p95")
                .every(MINUTE)
                .rollbackWhen("> 2s", MINUTE)
                .build();
        Checklist off =
                new Checklist(List.of(P95, HEALTH), List.of(window("only", 0, 1000, 0)), List.of(), false, AFTER);

        assertThat(told(asked(of(alert, AFTER), "eeeeeeee", "g").events())).isEmpty();
        assertThat(told(asked(of(sharp, AFTER), "eeeeeeee", "g").events())).containsExactly("5 p95");
        assertThat(told(asked(of(P95, Optional.empty()), "eeeeeeee", "g").events()))
                .isEmpty();
        assertThat(told(asked(off, "eeeeeeee", "g").events())).isEmpty();
    }

    @Test
    void theTimeInWhichNothingIsJudgedDoesNotCount() {
        Checklist settling =
                new Checklist(List.of(P95, HEALTH), List.of(window("only", 0, 1000, 4)), List.of(), true, AFTER);

        assertThat(told(asked(settling, "eeeeeeeeeeg", "g").events())).containsExactly("9 p95", "10 p95 again");
    }

    @Test
    void whatTheNextWindowDoesNotAskIsOverAtItsBeginning() {
        Check early = CheckBuilder.measuring("p95")
                .every(MINUTE)
                .rollback()
                .in("first")
                .build();
        List<WindowSpec> windows = List.of(window("first", 0, 8, 0), window("second", 8, 20, 0));
        Checklist left = new Checklist(List.of(early, HEALTH), windows, List.of(), true, AFTER);
        Checklist kept = new Checklist(List.of(P95, HEALTH), windows, List.of(), true, AFTER);

        History history = asked(left, "eeeeeeeee", "g");

        assertThat(told(history.events())).containsExactly("5 p95", "8 p95 left");
        assertThat(history.judge().unmeasured()).isEmpty();
        assertThat(told(asked(kept, "eeeeeeeeeg", "g").events())).containsExactly("5 p95", "9 p95 again");
    }

    @Test
    void anotherJudgeGoesOnInTheMiddleOfIt() {
        String samples = "gneeeeeeeeeeg";
        Checklist checklist = of(P95, AFTER);
        List<Event> whole = asked(checklist, samples, "geeeeeeg").events();

        for (int cut = 1; cut < samples.length(); cut++) {
            History before = asked(checklist, samples.substring(0, cut), "geeeeeeg");
            JudgeSnapshot left = before.judge().snapshot();
            History after = new History(new Judge(History.DEPLOYMENT, checklist, left));
            for (int minute = cut; minute < samples.length(); minute++) {
                minute(after, minute, samples, "geeeeeeg");
            }
            List<Event> both = new ArrayList<>(before.events());
            both.addAll(after.events());
            assertThat(both).isEqualTo(whole);
        }
    }

    @Test
    void whatWasToldIsKnownUntilItIsOverOrLookedAtNoMore() {
        History history = asked(of(P95, AFTER), "eeeeeee", "g");
        JudgeSnapshot left = history.judge().snapshot();

        assertThat(history.judge().unmeasured()).isEqualTo(Map.of(P95.id(), SINCE));
        assertThat(new Judge(History.DEPLOYMENT, of(P95, AFTER), left).unmeasured())
                .isEqualTo(history.judge().unmeasured());
        assertThat(new Judge(History.DEPLOYMENT, of(P95, Optional.empty()), left).unmeasured())
                .isEmpty();
        assertThat(history.good(420, "p95").judge().unmeasured()).isEmpty();
    }
}
