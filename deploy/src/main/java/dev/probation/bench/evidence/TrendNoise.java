package dev.probation.bench.evidence;

import java.util.Random;

/**
 * A value a minute around 100, made of what the words of its kind say: {@code saw} is a collector's saw-tooth, {@code cache} something
 * that fills within hours, {@code fills-12} something that fills by 63 % in twelve hours.
 */
final class TrendNoise {

    private static final int DAY = 24 * 60;
    private static final double HALF_OF_DAY = 12;

    private final String kind;
    private final double leak;
    private Random random;
    private final double period;
    private final double tooth;
    private final double swing;
    private final double phase;
    private final double fills;
    private double pace;
    private double restart;
    private final double amount;
    private final double moment;
    private int minute;
    private double saw;
    private double drift;

    /** @param leak the part of 100 by which it rises in an hour */
    TrendNoise(String kind, double leak, Random random) {
        this.kind = kind;
        this.leak = leak;
        this.random = random;
        period = kind.contains("slow") ? 40 + 80 * random.nextDouble() : 7 + 18 * random.nextDouble();
        tooth = 30 + 70 * random.nextDouble();
        swing = 5 + 15 * random.nextDouble();
        phase = 24 * random.nextDouble();
        fills = 20 + 80 * random.nextDouble();
        pace = 0.5 + 3.5 * random.nextDouble();
        restart = kind.contains("restart") ? 2 + 6 * random.nextDouble() : 0;
        amount = random.nextDouble();
        moment = random.nextDouble();
        pace = kind.contains("fills") ? number("fills-") : pace;
    }

    /** From now on it is the day before the deployment, by chance other than what comes. */
    void before(Random other) {
        random = other;
        restart = 0;
        saw = random.nextDouble();
        minute = -DAY;
    }

    /** The number after a word of the kind. */
    private double number(String word) {
        int from = kind.indexOf(word) + word.length();
        int to = kind.indexOf('+', from);
        return Double.parseDouble(to < 0 ? kind.substring(from) : kind.substring(from, to));
    }

    double next() {
        double hour = minute++ / 60.0;
        double since = hour < restart || hour < 0 ? hour : hour - restart;
        double value = 100 + leaked(hour, since) + (kind.equals("white") ? 3 : 1) * random.nextGaussian();
        saw += (0.5 + random.nextDouble()) / period;
        saw = saw >= 1 ? 0 : saw;
        drift = drift * 0.967 + 3 * Math.sqrt(1 - 0.967 * 0.967) * random.nextGaussian();
        value += kind.contains("saw") ? tooth * saw : 0;
        value += kind.contains("drift") ? drift : 0;
        double filled = hour < 0 ? 1 : 1 - Math.exp(-hour / pace);
        value += kind.contains("cache") || kind.contains("fills") ? fills * filled : 0;
        value += kind.contains("step") && hour >= 3 + 60 * moment ? 10 + 40 * amount : 0;
        return value + teeth(hour) + rhythm(hour);
    }

    private double rhythm(double hour) {
        double day = 2 * Math.PI * (hour + phase) / 24;
        double value = kind.contains("daily") || kind.contains("skewed") ? swing * Math.sin(day) : 0;
        value += kind.contains("skewed") ? 0.35 * swing * Math.sin(2 * day + phase) : 0;
        value += kind.contains("plateau") ? swing * Math.tanh(2.5 * Math.sin(day)) : 0;
        value += kind.contains("trough") ? -75 * Math.exp(-3 * (1 - Math.cos(day))) : 0;
        return value + (kind.contains("night+") ? 2 * swing * Math.exp(-8 * (1 - Math.cos(day))) : 0);
    }

    /** What falls back at once: at the same time of each day, or in a period of its own, or when memory is used up. */
    private double teeth(double hour) {
        double high = 20 + 40 * amount;
        if (kind.contains("nightly")) {
            return high * fraction((hour + phase) / 24);
        }
        if (kind.contains("teeth")) {
            return high * fraction((hour + phase) / number("teeth-"));
        }
        boolean begun = kind.contains("oom") && hour >= 0;
        return begun ? 10 * number("oom-") * fraction(hour / number("oom-")) : 0;
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }

    private double leaked(double hour, double since) {
        if (!kind.contains("by-day")) {
            return 100 * leak * since;
        }
        // from midnight on, where the phase is the time of the deployment, the second half of each day
        double to = Math.max(0, hour) + phase;
        return 100 * leak * (leaking(to) - leaking(phase));
    }

    private static double leaking(double hour) {
        double days = Math.floor(hour / 24);
        return HALF_OF_DAY * days + Math.max(0, hour - 24 * days - HALF_OF_DAY);
    }
}
