package io.soakline.drift;

import io.soakline.statistics.LatencySketch;
import java.util.SplittableRandom;

/**
 * A synthetic stream of panes: a lognormal body (sigma 0.08), a tail of one per cent at exp(0.4 + Exp(0.3)) times the
 * median, and a benign wobble of the level from pane to pane.
 */
final class Stream {

    static final long PANE_NANOS = 10_000_000_000L;

    /**
     * How a stream wobbles while nothing changes.
     *
     * @param phi memory of the wobble, from pane to pane
     * @param sigma standard deviation of the wobble
     * @param spikes probability of a single pane at +10 %
     * @param degreesOfFreedom of the wobble's innovations, Student; 0 for normal ones
     * @param leastInferences panes have from so many inferences …
     * @param mostInferences … to so many
     * @param day amplitude of a day cycle of the level
     */
    record Regime(
            String name,
            double phi,
            double sigma,
            double spikes,
            int degreesOfFreedom,
            int leastInferences,
            int mostInferences,
            double day) {

        Regime(String name, double phi, double sigma, double spikes) {
            this(name, phi, sigma, spikes, 0, 1000, 1000, 0);
        }
    }

    static final Regime INDEPENDENT = new Regime("A independent", 0, 0, 0);
    static final Regime WOBBLE = new Regime("B AR(.9) 1 %", 0.9, 0.01, 0);
    static final Regime SPIKES = new Regime("C AR(.5) 1 %, spikes", 0.5, 0.01, 0.005);

    private final SplittableRandom random;
    private final Regime regime;
    private double wobble;
    private int panes;
    private final double dayPhase;

    double shift;
    double sigma = 0.08;
    double tail = 0.01;
    double tailShift;

    Stream(long seed, Regime regime) {
        this.random = new SplittableRandom(seed);
        this.regime = regime;
        if (regime.sigma > 0) {
            wobble = regime.sigma * random.nextGaussian();
        }
        dayPhase = regime.day > 0 ? 2 * Math.PI * random.nextDouble() : 0;
    }

    DriftPane next() {
        if (regime.sigma > 0) {
            wobble = regime.phi * wobble + regime.sigma * Math.sqrt(1 - regime.phi * regime.phi) * innovation();
        }
        double spike = regime.spikes > 0 && random.nextDouble() < regime.spikes ? 0.10 : 0;
        double day = regime.day * Math.sin(dayPhase + 2 * Math.PI * panes / 8640.0);
        int size = regime.leastInferences == regime.mostInferences
                ? regime.leastInferences
                : random.nextInt(regime.leastInferences, regime.mostInferences + 1);
        LatencySketch sketch = LatencySketch.empty();
        for (int i = 0; i < size; i++) {
            double value = shift + wobble + spike + day + sigma * random.nextGaussian();
            if (random.nextDouble() < tail) {
                value += 0.4 + tailShift - 0.3 * Math.log(1 - random.nextDouble());
            }
            sketch.accept(2e6 * Math.exp(value));
        }
        long start = panes++ * PANE_NANOS;
        return new DriftPane(start, start + PANE_NANOS, sketch);
    }

    private double innovation() {
        if (regime.degreesOfFreedom == 0) {
            return random.nextGaussian();
        }
        double squares = 0;
        for (int i = 0; i < regime.degreesOfFreedom; i++) {
            double g = random.nextGaussian();
            squares += g * g;
        }
        double student = random.nextGaussian() / Math.sqrt(squares / regime.degreesOfFreedom);
        return student * Math.sqrt((regime.degreesOfFreedom - 2) / (double) regime.degreesOfFreedom);
    }
}
