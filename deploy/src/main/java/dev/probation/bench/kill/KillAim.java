package dev.probation.bench.kill;

import java.util.List;

/** The moment that a kill aims at. */
enum KillAim {
    ANY("at any moment from the breach to the last acknowledgement"),
    WRITE("as the decision is written"),
    RECEIVED("as a message has arrived, before it is answered"),
    ANSWERED("as a message is answered, before that is recorded"),
    OVERTAKEN("as a failure has arrived and is not answered, after another check has failed"),
    COMMAND("as the rollback command starts");

    /** Each kind early, so that a few rounds have most. */
    private static final List<KillAim> CYCLE =
            List.of(COMMAND, ANSWERED, WRITE, ANY, RECEIVED, ANY, ANSWERED, ANY, WRITE, ANY, OVERTAKEN, ANY);

    private final String words;

    KillAim(String words) {
        this.words = words;
    }

    /** Of the {@code round}th round, from 1. */
    static KillAim of(int round) {
        return CYCLE.get((round - 1) % CYCLE.size());
    }

    @Override
    public String toString() {
        return words;
    }
}
