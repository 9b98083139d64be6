package dev.probation.rules.evidence.proportion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.probation.rules.sample.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioEvidenceTest {

    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final RatioRule TEST = new RatioRule(0.001, Duration.ofMinutes(3), START);
    private static final RatioRule AFTER_QUIET = afterQuiet(TEST);

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                            | samples every 15 s: bad of total, times how often | reached
            'nothing yet'                                   | ''                                                | false
            'no traffic'                                    | 0/0x100                                           | false
            'no errors'                                     | 0/1000x100                                        | false
            'at the limit'                                  | 1/1000x400                                        | false
            'all bad for 3 min'                             | 1000/1000x12                                      | false
            'all bad for 4 min and a quarter'               | 1000/1000x17                                      | false
            'all bad for longer, nothing known'             | 1000/1000x18                                      | true
            'all bad for 3 min and more after a healthy day'| 0/1000x5760 1000/1000x15                          | false
            'all bad for longer after a healthy day'        | 0/1000x5760 1000/1000x16                          | true
            'ten times the limit for six minutes'           | 10/1000x24                                        | true
            'a burst of 3 min in good hours'                | 0/1000x500 1000/1000x12 0/1000x500                | false
            'a burst of millions in one sample'             | 0/1000x500 5000000/5000000x1 0/1000x500           | false
            'two bad stretches with three minutes between'  | 0/1000x50 200/1000x6 0/1000x12 200/1000x6         | false
            'two bad stretches close together'              | 0/1000x50 200/1000x6 0/1000x1 200/1000x6          | false
            'failing, and well again'                       | 10/1000x40 0/1000x500                             | false
            'failing, with one good sample'                 | 0/1000x500 50/1000x12 0/1000x1 50/1000x8          | false
            'bad for longer, and after it a little more'    | 50/1000x24 2/1000x24                              | true
            """)
    void decidesByTheEvidenceOfAllSamples(String name, String samples, boolean reached) {
        assertThat(after(TEST, samples).isReached()).isEqualTo(reached);
    }

    /** Two samples fall on one scrape, and an extrapolated increase is off by an event or two; or there are few requests. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                        | samples
            'the second of two samples has one event'   | 20/99 1/1 20/100 0/0
            'the second of two samples has a few'       | 19/98 2/2 18/97 3/3
            'one or two requests in a sample'           | 0/1 1/1 0/2 0/1 1/1 0/1 0/2 1/1
            'an error in most samples of few requests'  | 1/1 1/2 0/1 2/2
            """)
    void aBreachIsOneHoweverItsSamplesAreCut(String name, String samples) {
        String minutes = (samples.replace(" ", "x1 ") + "x1 ").repeat(5).trim();

        assertThat(after(AFTER_QUIET, "0/100x100 " + minutes).isReached()).isTrue();
    }

    /** A dependency that failed for half a minute an hour ago is no reason to decide later. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                             | before                     | reached
            'nothing'                        | 0/1500x240                 | true
            'a burst of half a minute'       | 0/1500x20 700/1500x2 0/1500x218 | true
            'a burst of less than a minute'  | 0/1500x20 700/1500x3 0/1500x217 | true
            'a burst of two minutes'         | 0/1500x20 700/1500x8 0/1500x212 | false
            """)
    void threeTimesTheLimitIsFoundInFiveMinutesAlsoAfterAShortBurst(String name, String before, boolean reached) {
        assertThat(after(AFTER_QUIET, before + " 5/1500x4 4/1500x16").isReached())
                .isEqualTo(reached);
    }

    /** Samples five minutes apart, of which one in so many holds a clump; then all do, one after the other. */
    @ParameterizedTest(name = "one in {0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            one in | in a row | reached
            20     | 5        | false
            20     | 6        | true
            100    | 4        | false
            100    | 5        | true
            """)
    void whereClumpsAreFrequentMoreInARowComeByChance(int oneIn, int inARow, boolean reached) {
        RatioEvidence evidence = RatioEvidence.none(TEST);
        Instant at = START;
        for (int sample = 1; sample <= 400 + inARow; sample++) {
            at = at.plusSeconds(300);
            boolean bad = sample > 400 || sample % oneIn == 1;
            evidence = evidence.next(TEST, at, bad ? 160 : 0, 30_000);
        }

        assertThat(evidence.isReached()).isEqualTo(reached);
    }

    /** A clump of 40 errors within a minute comes every eleven minutes: six tenths of the limit. Two may touch. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                        | samples
            'clumps'                    | 0/1500x40 10/1500x4
            'two that touch'            | 0/1500x80 10/1500x8
            'three in four minutes'     | 0/1500x120 10/1500x4 0/1500x1 10/1500x4 0/1500x1 10/1500x4
            'large ones'                | 0/1500x400 100/1500x4
            'two large ones that touch' | 0/1500x800 100/1500x8
            """)
    void errorsInClumpsDecideNothing(String name, String samples) {
        for (RatioRule test : List.of(TEST, AFTER_QUIET)) {
            RatioEvidence evidence = RatioEvidence.none(test);
            long second = 0;
            for (int day = 0; day < 40; day++) {
                for (long[] sample : parsed(samples)) {
                    second += 15;
                    evidence = evidence.next(test, START.plusSeconds(second), sample[0], sample[1]);
                    assertThat(evidence.isReached() && evidence.stretchLogE() > 0)
                            .as("after %d s", second)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void aClumpCountsAsOneOnceThatIsKnown() {
        assertThat(after(TEST, "1/1000x200").snapshot().clump()).isEqualTo(1);
        StringBuilder clumps = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            clumps.append("0/1500x21 10/1500x4 ");
        }

        assertThat(after(TEST, clumps.toString().trim()).snapshot().clump()).isBetween(20.0, 80.0);
    }

    @Test
    void oneOutageMakesNoClumps() {
        RatioEvidence evidence = after(TEST, "1/1000x200 1000/1000x4 1/1000x400");

        assertThat(evidence.snapshot().clump()).isEqualTo(1);
    }

    @Test
    void whatWasKnownBeforeTheStartCountsFromTheStartOn() {
        SortedMap<Instant, Counts> clumps = new TreeMap<>();
        for (int i = 1; i <= 55; i++) {
            clumps.put(START.minusSeconds(3600 - i * 60), new Counts(i % 5 == 0 ? 40 : 0, 6000));
        }

        assertThat(RatioEvidence.none(TEST.knowing(clumps)).snapshot().clump()).isBetween(20.0, 80.0);
        assertThat(RatioEvidence.none(AFTER_QUIET).snapshot().clump()).isEqualTo(1);
        assertThat(RatioEvidence.none(TEST).snapshot().clump()).isEqualTo(Dispersion.UNKNOWN);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                   | samples                                                                     | reached
            'an outage of a minute'                | 0/1500x116 1500/1500x4                                                      | false
            'the third in an hour and a half'      | 0/1500x116 1500/1500x4 0/1500x116 1500/1500x4 0/1500x116 1500/1500x4         | false
            'the fourth in half an hour'           | 0/1500x36 1500/1500x4 0/1500x36 1500/1500x4 0/1500x36 1500/1500x4 0/1500x36 1500/1500x4 | true
            'it is over'                           | 0/1500x36 1500/1500x4 0/1500x36 1500/1500x4 0/1500x36 1500/1500x4 0/1500x36 1500/1500x4 0/1500x12 | false
            'four that are no more than allowed'   | 0/1500x956 30/1500x4 0/1500x956 30/1500x4 0/1500x956 30/1500x4 0/1500x956 30/1500x4 | false
            'three, each after a stray error'      | 0/225x40 1/225x1 0/225x9 90/225x8 0/225x30 1/225x1 0/225x7 60/225x7 0/225x30 1/225x1 0/225x5 90/225x9 | false
            'four, each after a stray error'       | 0/225x40 1/225x1 0/225x9 90/225x8 0/225x30 1/225x1 0/225x7 60/225x7 0/225x30 1/225x1 0/225x7 60/225x7 0/225x30 1/225x1 0/225x5 90/225x9 | true
            'many small ones and a large one'      | 0/1500x100 6/1500x4 0/1500x100 6/1500x4 0/1500x100 6/1500x4 0/1500x100 1500/1500x4 | false
            """)
    void burstsThatComeAgainDecide(String name, String samples, boolean reached) {
        assertThat(after(AFTER_QUIET, samples).isReached()).isEqualTo(reached);
        assertThat(after(AFTER_QUIET, samples).isPattern()).isEqualTo(reached);
    }

    /** The first sample of a burst tells of what came since the sample before, which may have been long ago. */
    @Test
    void aBurstThatRareSamplesTellOfIsOne() {
        RatioEvidence evidence = RatioEvidence.none(TEST);
        Instant at = START;
        for (int burst = 0; burst < 3; burst++) {
            for (int minute = 0; minute < 30; minute++) {
                at = at.plusSeconds(60);
                evidence = evidence.next(TEST, at, 0, 6000);
            }
            at = at.plusSeconds(60);
            evidence = evidence.next(TEST, at, 1500, 6000);
            for (int sample = 0; sample < 10; sample++) {
                at = at.plusSeconds(15);
                evidence = evidence.next(TEST, at, 700, 1500);
            }
        }

        assertThat(evidence.bursts(TEST).all()).hasSize(3);
        assertThat(evidence.isReached()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                           | samples                                                | from | to  | bad
            'with nothing around it'       | 0/225x40 90/225x8 0/225x20                             | 600  | 720 | 720
            'after a stray error'          | 0/225x30 1/225x1 0/225x9 90/225x8 0/225x20             | 600  | 720 | 720
            'after some that are no chance' | 0/225x35 9/225x1 0/225x3 90/225x8 0/225x20            | 525  | 705 | 729
            'just after a stray error'     | 0/225x39 1/225x1 90/225x8 0/225x20                     | 585  | 720 | 721
            'before a stray error'         | 0/225x40 90/225x8 0/225x2 1/225x1 0/225x20             | 600  | 720 | 721
            'with a pause in it'           | 0/225x40 90/225x4 0/225x2 90/225x2 0/225x20            | 600  | 720 | 540
            """)
    void aBurstIsAsLongAsItIs(String name, String samples, long from, long to, long bad) {
        List<Bursts.Burst> bursts = after(TEST, samples).bursts(TEST).all();

        assertThat(bursts).singleElement().satisfies(burst -> {
            assertThat(Duration.ofNanos(burst.from())).isEqualTo(Duration.ofSeconds(from));
            assertThat(Duration.ofNanos(burst.to())).isEqualTo(Duration.ofSeconds(to));
            assertThat(burst.bad()).isEqualTo(bad);
        });
    }

    @Test
    void aBreachThatIsOverLeavesWhatIsKnownOfClumps() {
        RatioEvidence over = after(TEST, "0/1500x21 10/1500x4 0/1500x500 1500/1500x20 0/1500x20")
                .over(TEST);

        assertThat(over.snapshot().clump()).isEqualTo(1);
        assertThat(over.counts()).isEqualTo(new Counts(0, 0));
        assertThat(over.arrivals().bursts()).isEqualTo(Bursts.NONE);
        assertThat(over.isReached()).isFalse();
    }

    /** The same test, which knows of three hours of few errors, one by one. */
    private static RatioRule afterQuiet(RatioRule test) {
        SortedMap<Instant, Counts> quiet = new TreeMap<>();
        for (int i = 1; i <= 175; i++) {
            quiet.put(test.start().minusSeconds(10_800 - i * 60), new Counts(1, 1_000_000));
        }
        return test.knowing(quiet);
    }

    /** Computed from the definition with 50 digits. */
    @ParameterizedTest(name = "{0} with {1} each")
    @CsvSource({
        "0.000001, few,    -0.438655467184179162764",
        "0.000001, rising, 242.18893499988953081527",
        "0.001,    many,   -0.438942251030975768703"
    })
    void isExactForAThousandMillionEvents(double limit, String kind, double logE) {
        RatioRule test = afterQuiet(new RatioRule(limit, Duration.ofMinutes(3), START));
        RatioEvidence evidence = RatioEvidence.none(test);
        IntToLongFunction bad = bad(kind);
        for (int i = 1; i <= 200; i++) {
            evidence = evidence.next(test, START.plusSeconds(8L * i), bad.applyAsLong(i), 5_000_000);
        }

        assertThat(evidence.counts().total()).isEqualTo(1_000_000_000);
        assertThat(evidence.logE(test)).isCloseTo(logE, within(1e-9 * Math.max(1, Math.abs(logE))));
    }

    private static IntToLongFunction bad(String kind) {
        return switch (kind) {
            case "few" -> i -> 3 + i * 7 % 5;
            case "rising" -> i -> 4 + i * 7 % 5 + (i > 100 ? 6 : 0);
            default -> i -> 4990 + i * 37 % 40;
        };
    }

    /** Computed with 50 digits. */
    @ParameterizedTest(name = "{1} of {2} against {0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            share    | bad        | total      | above                  | below
            0.000001 | 1000       | 1000000000 | -19.981008299042086139 | -17.95746133139157313
            0.000001 | 1010       | 1000000000 | -18.157792731102539876 | -19.780676899331119392
            0.000001 | 3000       | 1000000000 | 1294.2294280892283111  | -382.60057491930082555
            0.000001 | 0          | 1000000000 | -202.30256509299671235 | 992.75704756747737192
            0.000001 | 1000000000 | 1000000000 | 5703483515.435769752   | -182321392.42985916365
            0.001    | 1001000    | 1000000000 | -17478.426900611143864 | -15825.623836883215827
            0.05     | 3          | 4          | 4.8426178267983346532  | -1.9320452771737504412
            0.5      | 510000     | 1000000    | -2328.4884245009947217 | -5974.9195603800872459
            0.9      | 700000000  | 1000000000 | -37889351.024390246643 | 147262128.19704036877
            0.999    | 1000       | 1000       | 0.64402662938298444531 | -1.2873185449636235441
            """)
    void aLogRatioIsExact(double share, long bad, long total, double above, double below) {
        assertThat(Alternatives.above(share).logMean(bad, total))
                .isCloseTo(above, within(1e-9 * Math.max(1, Math.abs(above))));
        assertThat(Alternatives.below(share).logMean(bad, total))
                .isCloseTo(below, within(1e-9 * Math.max(1, Math.abs(below))));
    }

    @Test
    void theMixtureOfLikelihoodRatiosExpectsOneOfAShareAtTheLimit() {
        double q = 0.05;
        double mean = q * Math.exp(Alternatives.above(q).logMean(1, 1))
                + (1 - q) * Math.exp(Alternatives.above(q).logMean(0, 1));

        assertThat(mean).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest(name = "{0} starts")
    @CsvSource({"1", "12", "777", "17280", "17281", "99999"})
    void theWeightsOfAllStartsAreOne(int starts) {
        Restarts restarts = TEST.restarts();
        double sum = restarts.weightAfter(starts);
        for (int k = 0; k < starts; k++) {
            sum += restarts.weight(k, k + 1);
        }

        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(restarts.weight(0, starts) + restarts.weightAfter(starts)).isCloseTo(1, within(1e-12));
    }

    @Test
    void beginsWithNoEvidence() {
        RatioEvidence none = RatioEvidence.none(TEST);

        assertThat(none.logE(TEST)).isCloseTo(0, within(1e-12));
        assertThat(none.stretchLogE()).isCloseTo(0, within(1e-12));
        assertThat(none.stretch()).isEqualTo(new Counts(0, 0));
        assertThat(none.counts()).isEqualTo(new Counts(0, 0));
    }

    @Test
    void aSampleFromBeforeTheStartIsLeftOut() {
        RatioEvidence none = RatioEvidence.none(TEST);

        assertThat(none.next(TEST, START, 50, 100)).isSameAs(none);
        assertThat(none.next(TEST, START.minusNanos(1), 50, 100)).isSameAs(none);
        assertThat(none.next(TEST, START.plusNanos(1), 50, 100).counts()).isEqualTo(new Counts(50, 100));
    }

    @Test
    void noTimePassesWhileTheClockIsBack() {
        RatioEvidence evidence = after(TEST, "0/1000x140 1000/1000x1");
        Instant last = START.plusSeconds(141 * 15);
        for (int i = 1; i <= 100; i++) {
            evidence = evidence.next(TEST, last.minusSeconds(1500 - 15 * i), 1000, 1000);
        }

        assertThat(evidence.isReached()).isFalse();
        assertThat(evidence.counts()).isEqualTo(new Counts(101_000, 241_000));
    }

    @ParameterizedTest(name = "{0} s apart")
    @CsvSource({"15, 12", "60, 3", "70, 3", "180, 1", "300, 1"})
    void theStretchIsTheLastSamplesThatSpanTheTime(int every, int samples) {
        RatioEvidence evidence = RatioEvidence.none(TEST);
        for (int i = 1; i <= 50; i++) {
            evidence = evidence.next(TEST, START.plusSeconds((long) i * every), 1, 100);
        }

        assertThat(evidence.stretch()).isEqualTo(new Counts(samples, 100L * samples));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                           | samples                        | speaks against the limit
            'bad for a minute'             | 0/1000x100 10/1000x4           | true
            'bad for long'                 | 10/1000x100                    | true
            'bad, but more than 3 min ago' | 10/1000x100 0/1000x12          | false
            'just under the limit'         | 9/10000x100                    | false
            'at the limit'                 | 10/10000x100                   | false
            'no traffic any more'          | 10/1000x100 0/0x12             | false
            """)
    void theStretchAloneSpeaksForItself(String name, String samples, boolean against) {
        assertThat(after(TEST, samples).stretchLogE() > 0).isEqualTo(against);
    }

    /** Here with a burst of a minute that would decide; the thirty minutes are ten times {@code lasting}. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            case                                    | samples                                                                | minute
            'before thirty minutes'                 | 0/1000x100 1000/1000x4 0/1000x15                                       | 0
            'after thirty minutes'                  | 0/1000x100 1000/1000x4 0/1000x16                                       | 30
            'not while it lasts'                    | 0/1000x118 1000/1000x4 0/1000x8                                        | 0
            'when the last three minutes are clean' | 0/1000x118 1000/1000x4 0/1000x14                                      | 33.5
            'nothing was bad'                       | 0/1000x400                                                             | 0
            'too little to decide'                  | 0/1000x100 2/1000x1 0/1000x100                                         | 0
            'another within thirty minutes'         | 0/1000x100 1000/1000x4 0/1000x40 1000/1000x4 0/1000x80                 | 30
            'another after thirty minutes'          | 0/1000x100 1000/1000x4 0/1000x40 1000/1000x4 0/1000x92                 | 60
            """)
    void aBurstIsForgivenOnceInTenTimesAsLong(String name, String samples, double minute) {
        assertThat(after(AFTER_QUIET, samples).snapshot().settled()).isEqualTo(Math.round(minute * 60e9));
    }

    @Test
    void countsThatCannotBeAreRefused() {
        RatioEvidence none = RatioEvidence.none(TEST);
        Instant at = START.plusSeconds(15);

        assertThatThrownBy(() -> none.next(TEST, at, 2, 1)).hasMessageContaining("but were 2 of 1");
        assertThatThrownBy(() -> none.next(TEST, at, -1, 1)).hasMessageContaining("but were -1 of 1");
    }

    @ParameterizedTest(name = "limit {0}, alpha {1}, for {2}")
    @CsvSource({
        "0, 0.01, PT3M, limit",
        "1, 0.01, PT3M, limit",
        "NaN, 0.01, PT3M, limit",
        "0.1, 0, PT3M, alpha",
        "0.1, 1, PT3M, alpha",
        "0.1, 0.01, PT0S, lasting",
        "0.1, 0.01, PT-1S, lasting"
    })
    void aTestThatCannotBeIsRefused(double limit, double alpha, Duration lasting, String what) {
        assertThatThrownBy(() -> new RatioRule(limit, alpha, lasting, START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(what + " must be");
    }

    /** Samples every 15 s: {@code bad/total x times}. */
    private static RatioEvidence after(RatioRule test, String samples) {
        RatioEvidence evidence = RatioEvidence.none(test);
        long second = 0;
        for (long[] sample : parsed(samples)) {
            second += 15;
            evidence = evidence.next(test, START.plusSeconds(second), sample[0], sample[1]);
        }
        return evidence;
    }

    private static List<long[]> parsed(String samples) {
        List<long[]> all = new ArrayList<>();
        for (String some : samples.isEmpty() ? new String[0] : samples.split(" ", -1)) {
            String[] parts = some.split("[/x]", -1);
            long[] sample = {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
            all.addAll(Collections.nCopies(Integer.parseInt(parts[2]), sample));
        }
        return all;
    }
}
