package io.soakline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.statistics.LatencySketch;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PaneShapeTest {

    @Test
    void quantile_interpolatesFinerThanTheBuckets() {
        SplittableRandom random = new SplittableRandom(1);
        double[] values = new double[100_000];
        LatencySketch sketch = LatencySketch.empty();
        for (int i = 0; i < values.length; i++) {
            values[i] = 1e6 * Math.exp(0.08 * random.nextGaussian());
            sketch.accept(values[i]);
        }
        Arrays.sort(values);
        PaneShape shape = new PaneShape(sketch);

        for (double p : new double[] {0.01, 0.15, 0.25, 0.5, 0.75, 0.85, 0.99}) {
            double exact = values[(int) (p * (values.length - 1))];
            assertThat(shape.quantile(p) / exact).as("p %s", p).isCloseTo(1, within(0.001));
            assertThat(shape.above(exact) / values.length).as("p %s", p).isCloseTo(1 - p, within(0.003));
        }
    }

    @Test
    void quantile_ofOneValue_liesInItsBucket() {
        LatencySketch sketch = LatencySketch.empty();
        sketch.accept(500);
        PaneShape shape = new PaneShape(sketch);

        assertThat(shape.count()).isEqualTo(1);
        assertThat(shape.quantile(0)).isCloseTo(500, within(5.1));
        assertThat(shape.quantile(1)).isCloseTo(500, within(5.1));
        assertThat(shape.above(600)).isZero();
        assertThat(shape.above(400)).isEqualTo(1);
    }

    @Test
    void quantile_ofZeros_hasALogarithm() {
        LatencySketch sketch = LatencySketch.empty();
        sketch.accept(0);
        sketch.accept(0);
        sketch.accept(0);

        assertThat(new PaneShape(sketch).quantile(0.5)).isPositive();
    }
}
