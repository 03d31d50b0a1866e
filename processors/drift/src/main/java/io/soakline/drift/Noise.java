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

    Noise withShock() {
        return new Noise(centre, phi, sigma, levelSigma, margin, shocks + 1);
    }
}
