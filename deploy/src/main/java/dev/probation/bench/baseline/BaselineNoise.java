package dev.probation.bench.baseline;

/**
 * What a series is like.
 *
 * @param spread of the noise's logarithm, before it is averaged over a minute
 * @param memory seconds after which the noise has forgotten all but a third; 0 where it remembers nothing
 * @param sparse whether it counts rare events, so that most values are 0
 * @param days whether the day and the week before the deployment are known, besides the hour
 * @param swing how much it differs by the time of day, at most, as a part of itself
 */
record BaselineNoise(String name, double spread, double memory, boolean sparse, boolean days, double swing) {

    static final BaselineNoise INDEPENDENT = new BaselineNoise("independent, 10 %", 0.1, 0, false, true, 0.6);
    static final BaselineNoise REMEMBERING = new BaselineNoise("remembers 5 min, 10 %", 0.1, 300, false, true, 0.6);
    static final BaselineNoise[] ALL = {
        INDEPENDENT,
        new BaselineNoise("independent, 40 %", 0.4, 0, false, true, 0.6),
        new BaselineNoise("remembers 1 min, 10 %", 0.1, 60, false, true, 0.6),
        REMEMBERING,
        new BaselineNoise("remembers 5 min, 30 %", 0.3, 300, false, true, 0.6),
        new BaselineNoise("remembers 30 min, 10 %", 0.1, 1800, false, true, 0.6),
        new BaselineNoise("remembers 30 min, 30 %", 0.3, 1800, false, true, 0.6),
        new BaselineNoise("mostly zeros", 0, 0, true, true, 0.6),
        new BaselineNoise("hour alone, no swing", 0.1, 60, false, false, 0),
        new BaselineNoise("hour alone, swing", 0.1, 60, false, false, 0.6)
    };
}
