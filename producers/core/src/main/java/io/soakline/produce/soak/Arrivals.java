package io.soakline.produce.soak;

/**
 * When the inferences of a run are intended to start, turn by turn, on the monotonic clock. Starts of open loads do not
 * depend on when inferences end: what is late stays late and shows as queueing.
 */
public interface Arrivals {

    /** A turn begins: starts before it are not made up for. */
    void begin(long turnStartNanos, long turnEndNanos);

    /**
     * The next intended start.
     *
     * @param previousEndNanos end of the inference before; of no meaning for the first of a turn
     * @return at or after the end of the turn when nothing more is due in it
     */
    long next(long previousEndNanos);

    /**
     * The intended start, once the harness is ready for it: later than {@link #next} said only where the load itself
     * cannot be kept, as a gap that is shorter than what the harness needs between two inferences.
     */
    default long settle(long intendedNanos, long readyNanos) {
        return intendedNanos;
    }

    /** After the last start of a turn: inferences that were due in it, or could not be, and did not start. */
    long unserved();
}
