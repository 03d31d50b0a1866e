package io.soakline.drift;

/** Takes from each deviation what the one before predicts. Keeps the last deviation; the {@link Noise} may be replaced. */
final class Whitener {

    /**
     * Where a stream has shown no shocks, what is expected follows a surprise only so far: a jump that lasts then goes on
     * being surprising, and rings in three panes. Where shocks come and fade by themselves it is followed at once.
     */
    private static final double SURPRISE_CLAMP = 2.5;

    private Noise noise;
    /** Without a pane before, the next deviation is taken to follow one at the centre. */
    private double previous;

    /** What {@link #previous} was before a disturbance, and panes since then. */
    private double undisturbed;

    private long away;
    private double innovation;
    private double toleranceFactor;

    Whitener(Noise noise) {
        this.noise = noise;
    }

    void replaceNoise(Noise replacement) {
        previous += noise.centre() - replacement.centre();
        undisturbed += noise.centre() - replacement.centre();
        noise = replacement;
    }

    Noise noise() {
        return noise;
    }

    /**
     * @param deviation from the centre
     * @param scale noise of this pane relative to a usual one
     * @param lag panes since the last one, from 1
     */
    void accept(double deviation, double scale, long lag) {
        if (away > 0) {
            previous = undisturbed;
        }
        follow(deviation, scale, lag + away);
        away = 0;
    }

    /**
     * The same for a disturbed pane: when the disturbance is over, what is expected goes on from before it. From a jump, the way
     * back would be as surprising.
     */
    void acceptDisturbed(double deviation, double scale, long lag) {
        if (away == 0) {
            undisturbed = previous;
        }
        follow(deviation, scale, lag);
        away += lag;
    }

    private void follow(double deviation, double scale, long lag) {
        double memory = noise.phi();
        double sigma = noise.sigma() * scale;
        if (lag > 1) {
            double faded = Math.pow(memory, (double) lag);
            sigma *= Math.sqrt((1 - faded * faded) / (1 - memory * memory));
            memory = faded;
        }
        innovation = (deviation - memory * previous) / sigma;
        toleranceFactor = (1 - memory) / sigma;
        double surprise = noise.shocks() > 0 ? innovation : NoiseEstimator.clamp(innovation, SURPRISE_CLAMP);
        previous = memory * previous + surprise * sigma;
    }

    /** In standard deviations, tolerance not yet taken off. */
    double innovation() {
        return innovation;
    }

    /** How far above, in standard deviations, after the tolerance and the uncertainty of the centre. */
    double excessUp(double tolerance) {
        return innovation - (tolerance + noise.margin()) * toleranceFactor;
    }

    /** How far below. */
    double excessDown(double tolerance) {
        return -innovation - (tolerance + noise.margin()) * toleranceFactor;
    }
}
