package io.soakline.drift;

/**
 * How one feature moves while nothing changes: around a centre, with memory of one pane.
 *
 * @param centre what it returns to
 * @param phi correlation of neighbouring panes, from 0
 * @param sigma standard deviation of what the pane before does not predict; an upper confidence limit
 * @param levelSigma standard deviation around the centre
 * @param margin what must be granted beyond the tolerance because the centre itself is uncertain
 * @param shocks sudden moves seen that lasted longer than a pane and went away by themselves
 */
record Noise(double centre, double phi, double sigma, double levelSigma, double margin, int shocks) {

    private static final double SHOCK_GROWTH = 1.2;

    /** Never blunter than by a factor of 1.7. */
    private static final int MOST_GROWING_SHOCKS = 3;

    /** After a shock, whose size says that sigma was too small. */
    Noise withShock() {
        double factor = shocks < MOST_GROWING_SHOCKS ? SHOCK_GROWTH : 1;
        return new Noise(centre, phi, sigma * factor, levelSigma * factor, margin, shocks + 1);
    }
}
