package io.soakline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.statistics.LatencySketch;
import java.util.Arrays;
import java.util.List;
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

    @Test
    void shape_givenRandomPanes_isToTheBitThatOfBucketsWithTheirEdgesOneByOne() {
        SplittableRandom random = new SplittableRandom(2);
        for (int pane = 0; pane < 2_000; pane++) {
            LatencySketch sketch = LatencySketch.empty();
            double sigma = Math.exp(random.nextDouble(-6, 1));
            double centre = Math.exp(random.nextDouble(-30, 50));
            int zeros = pane % 4 == 0 ? random.nextInt(30) : 0;
            int size = 1 + random.nextInt(2_000);
            for (int i = 0; i < size; i++) {
                sketch.accept(i < zeros ? 0 : centre * Math.exp(sigma * random.nextGaussian()));
            }
            EveryBucket expected = new EveryBucket(sketch);
            PaneShape shape = new PaneShape(sketch);
            assertThat(shape.count()).isEqualTo(expected.count());
            for (double p : new double[] {0, 0.15, 0.25, 0.5, 0.85, 0.997, random.nextDouble(), 1}) {
                assertThat(shape.quantile(p)).as("pane %d, p %s", pane, p).isEqualTo(expected.quantile(p));
            }
            Body body = Body.of(shape);
            assertThat(body.level()).as("pane %d", pane).isEqualTo(expected.level());
            assertThat(body.median()).isEqualTo(Math.log(expected.quantile(0.5)));
            for (int i = 0; i < 20; i++) {
                double x = i == 0 ? expected.quantile(0.99) : centre * Math.exp(3 * sigma * random.nextGaussian());
                assertThat(shape.above(x)).as("pane %d above %s", pane, x).isEqualTo(expected.above(x));
                double edge = LatencySketch.upperEdge(LatencySketch.bucketOf(x));
                assertThat(shape.above(edge)).as("pane %d at %s", pane, edge).isEqualTo(expected.above(edge));
            }
        }
    }

    /** The plain way, which reads the edges of all buckets for each pane. */
    private static final class EveryBucket {

        private final double[] upper;
        private final double[] cumulative;

        EveryBucket(LatencySketch sketch) {
            List<LatencySketch.Bucket> buckets = sketch.buckets(1 << 20);
            upper = buckets.stream().mapToDouble(LatencySketch.Bucket::upper).toArray();
            cumulative = new double[upper.length];
            double sum = 0;
            for (int i = 0; i < upper.length; i++) {
                sum += buckets.get(i).count();
                cumulative[i] = sum;
            }
        }

        double count() {
            return cumulative[cumulative.length - 1];
        }

        double level() {
            double sum = 0;
            for (double p : new double[] {0.15, 0.325, 0.5, 0.675, 0.85}) {
                sum += Math.log(quantile(p));
            }
            return sum / 5;
        }

        double quantile(double p) {
            double rank = p * count();
            int i = 0;
            while (cumulative[i] < rank || cumulative[i] == 0) {
                i++;
            }
            double share = (rank - below(i)) / (cumulative[i] - below(i));
            return Math.max(1e-9, lower(i) + (upper[i] - lower(i)) * share);
        }

        double above(double x) {
            if (x >= upper[upper.length - 1]) {
                return 0;
            }
            int i = 0;
            while (upper[i] <= x) {
                i++;
            }
            double part = x <= lower(i) ? 0 : (x - lower(i)) / (upper[i] - lower(i));
            return count() - below(i) - part * (cumulative[i] - below(i));
        }

        private double below(int i) {
            return i == 0 ? 0 : cumulative[i - 1];
        }

        private double lower(int i) {
            return i == 0 ? upper[0] / (1.005 / 0.995) : upper[i - 1];
        }
    }
}
