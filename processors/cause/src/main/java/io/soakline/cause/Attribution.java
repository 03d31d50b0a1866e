package io.soakline.cause;

/**
 * Says what explains a slow inference or an alarm, from what was measured at that time.
 *
 * <p>A cause is named only when its indicator was clearly beyond its quiet level: beyond the outermost 0.2 % of quiet
 * levels and by {@value #CLEAR} spreads, and by enough to matter; of a share of time that was taken from the engine
 * itself, the time taken must also account for {@value #ACCOUNTS_FOR} of what is missing. A tenth of the time taken that
 * accounts for nearly all of it is named however usual it is. {@link Cause#ENGINE} is named
 * only when nothing was beyond, or nearly so, although waiting, steal time, clock and other programs were measured at
 * that time and their quiet levels are known. Everything else is {@link Cause#UNKNOWN}, with what is lacking.
 *
 * <p>Stateless; any thread may use it.
 */
public final class Attribution {

    /** Spreads beyond the median. */
    static final double CLEAR = 6;

    static final double ACCOUNTS_FOR = 0.3;

    /**
     * Explains one inference.
     *
     * @param surroundings samples of its device; those just before and after it should be there
     */
    public Finding explain(Moment moment, Surroundings surroundings) {
        return new MomentExplanation(moment, surroundings).finding();
    }

    /**
     * Explains an alarm.
     *
     * @param surroundings means of panes of its run and device, with quiet levels of such means
     */
    public Finding explain(Span span, Surroundings surroundings) {
        return new SpanExplanation(span, surroundings).finding();
    }
}
