package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.soakline.record.PaneRecord;
import io.soakline.statistics.LatencySketch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaneSketchTest {

    @ParameterizedTest
    @ValueSource(doubles = {1.000e6, 1.002e6, 1.004e6, 1.006e6, 1.008e6})
    void median_givenSmoothLatencies_isFarNearerThanABucketIsWide(double centre) {
        Random random = new Random(7);
        LatencySketch sketch = LatencySketch.empty();
        double[] exact = new double[4_001];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = centre * Math.exp(0.02 * random.nextGaussian());
            sketch.accept(exact[i]);
        }
        Arrays.sort(exact);

        assertThat(PaneSketch.median(sketch) / exact[2_000]).isCloseTo(1, within(7e-4));
    }

    @Test
    void median_givenOneValue_isInItsBucket() {
        LatencySketch sketch = LatencySketch.empty();
        sketch.accept(5_000);

        assertThat(PaneSketch.median(sketch)).isCloseTo(5_000, within(50.0));
    }

    @Test
    void median_givenNothingOrOnlyZeros_isNone() {
        LatencySketch zeros = LatencySketch.empty();
        zeros.accept(0);

        assertThat(PaneSketch.median(zeros)).isZero();
        assertThatThrownBy(() -> PaneSketch.median(LatencySketch.empty())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void median_givenUnreadableSketch_isNone() {
        PaneRecord pane = SoakRecords.pane("a", 0, 10, 0, 0, 0);

        assertThat(PaneSketch.median(pane)).isEmpty();
    }
}
