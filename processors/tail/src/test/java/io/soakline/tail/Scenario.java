package io.soakline.tail;

import java.util.Arrays;
import java.util.Random;

/** Draws samples: only the slowest of each pane, by the exact distribution of order statistics. */
final class Scenario {
    static final int LISTED = 32;

    private final Parent parent;
    private final int panes;
    private final int perPane;
    private final Pattern pattern;

    /** What happens to the panes of one sample. */
    interface Pattern {
        /** Changes the pane in place: descending latencies. */
        void apply(double[] slowest, int pane, int panes, Random random);
    }

    private Scenario(Parent parent, int panes, int perPane, Pattern pattern) {
        this.parent = parent;
        this.panes = panes;
        this.perPane = perPane;
        this.pattern = pattern;
    }

    static Scenario of(Parent parent, int panes, int perPane) {
        return new Scenario(parent, panes, perPane, (slowest, pane, all, random) -> {});
    }

    Scenario with(Pattern changed) {
        return new Scenario(parent, panes, perPane, changed);
    }

    TailSample draw(Random random) {
        double[] maxima = new double[panes];
        long[] sizes = new long[panes];
        double[][] slowest = new double[panes][];
        for (int pane = 0; pane < panes; pane++) {
            slowest[pane] = slowest(Math.min(LISTED, perPane), random);
            pattern.apply(slowest[pane], pane, panes, random);
            maxima[pane] = slowest[pane][0];
            sizes[pane] = perPane;
        }
        return new TailSample(maxima, sizes, slowest, (long) panes * perPane);
    }

    private double[] slowest(int count, Random random) {
        double[] values = new double[count];
        double exceedance = 0;
        for (int i = 0; i < count; i++) {
            // The next smallest of the remaining uniforms: 1 - R^(1 / remaining) of what is left.
            exceedance += (1 - exceedance) * -Math.expm1(Math.log(1 - random.nextDouble()) / (perPane - i));
            values[i] = parent.exceeded(exceedance);
        }
        return values;
    }

    /** All latencies of a pane are longer by a factor that grows to {@code 1 + most} over the sample. */
    static Pattern ramp(double most) {
        return (slowest, pane, panes, random) -> scale(slowest, 1 + most * pane / panes);
    }

    /** From the middle of the sample on all are longer. */
    static Pattern step(double by) {
        return (slowest, pane, panes, random) -> scale(slowest, pane < panes / 2 ? 1 : 1 + by);
    }

    /** The panes' level wanders: an autoregression of order 1 with the given standard deviation. */
    static Pattern wander(double phi, double sd) {
        double[] level = {0};
        return (slowest, pane, panes, random) -> {
            double shock = sd * Math.sqrt(pane == 0 ? 1 : 1 - phi * phi) * random.nextGaussian();
            level[0] = pane == 0 ? shock : phi * level[0] + shock;
            scale(slowest, Math.exp(level[0]));
        };
    }

    /** Each pane is in a slow state with the given probability, on its own. */
    static Pattern states(double probability, double by) {
        return (slowest, pane, panes, random) -> scale(slowest, random.nextDouble() < probability ? 1 + by : 1);
    }

    /** The clock stays in one of two states for 30 panes on average. */
    static Pattern dwellingStates(double by) {
        boolean[] slow = {false};
        return (slowest, pane, panes, random) -> {
            if (pane == 0 || random.nextInt(30) == 0) {
                slow[0] = pane == 0 ? random.nextBoolean() : !slow[0];
            }
            scale(slowest, slow[0] ? 1 + by : 1);
        };
    }

    /** Some inferences, this many per pane on average, take {@code by} times as long as the pane's slowest. */
    static Pattern secondTail(double perPane, double by) {
        return (slowest, pane, panes, random) -> {
            if (random.nextDouble() < perPane) {
                int last = slowest.length - 1;
                slowest[last] = slowest[0] * by * (1 + 0.1 * random.nextDouble());
                descend(slowest);
            }
        };
    }

    /** Slow ones come in bursts: with each exceedance come others almost as slow. */
    static Pattern bursts(int size) {
        return (slowest, pane, panes, random) -> {
            for (int i = slowest.length - 1; i >= 0; i--) {
                slowest[i] = slowest[i / size] * (1 - 1e-4 * random.nextDouble());
            }
            descend(slowest);
        };
    }

    private static void scale(double[] slowest, double by) {
        for (int i = 0; i < slowest.length; i++) {
            slowest[i] *= by;
        }
    }

    private static void descend(double[] values) {
        Arrays.sort(values);
        for (int i = 0; i < values.length / 2; i++) {
            double swapped = values[i];
            values[i] = values[values.length - 1 - i];
            values[values.length - 1 - i] = swapped;
        }
    }
}
