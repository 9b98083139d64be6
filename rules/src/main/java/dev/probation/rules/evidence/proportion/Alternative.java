package dev.probation.rules.evidence.proportion;

/**
 * One share that another is tested against.
 *
 * @param logWeight its weight in the mixture
 * @param gain what each bad event adds to the log likelihood ratio
 * @param cost what each event takes from it
 */
record Alternative(double logWeight, double gain, double cost) {

    /** The log likelihood ratio. Counts are differences of whole numbers, so that no error adds up over days. */
    double logRatio(long bad, long total) {
        return bad * gain - total * cost;
    }

    /** What an event adds to it on average, where the share is this one. */
    double growth(double share) {
        return share * gain - cost;
    }
}
