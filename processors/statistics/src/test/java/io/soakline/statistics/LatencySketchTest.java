package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatencySketchTest {

    // Exact quantiles sorted[floor(p (n - 1))]: NumPy 2.4.6, numpy.sort.
    @ParameterizedTest
    @CsvSource({
        "0, 100000",
        "0.25, 6355001",
        "0.5, 25140016",
        "0.75, 56425025",
        "0.9, 81208036",
        "0.99, 98228836",
        "0.999, 100020016",
        "1, 100220036"
    })
    void quantile_givenReferenceData_isWithinHalfAPercent(double p, double exact) {
        assertThat(of(TestData.quadratic()).quantile(p)).isCloseTo(exact, within(0.005 * exact));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void encode_givenAnyOrderAndSplit_givesTheSameBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] values = TestData.quadratic();
        byte[] expected = of(values).encode();
        TestData.shuffle(values, random);
        LatencySketch[] parts = new LatencySketch[1 + random.nextInt(20)];
        Arrays.setAll(parts, i -> LatencySketch.empty());
        for (long value : values) {
            parts[random.nextInt(parts.length)].accept((double) value);
        }
        LatencySketch whole = LatencySketch.empty();
        for (LatencySketch part : parts) {
            whole.combine(LatencySketch.decode(LatencySketch.FORMAT, part.encode()));
        }
        assertThat(whole.encode()).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void decode_givenEncodedSketch_isTheSameSketch() {
        LatencySketch sketch = of(TestData.quadratic());
        LatencySketch decoded = LatencySketch.decode(LatencySketch.FORMAT, sketch.encode());
        assertThat(decoded.count()).isEqualTo(10_000);
        assertThat(decoded.quantile(0.99)).isEqualTo(sketch.quantile(0.99));
    }

    @Test
    void decode_givenOtherFormat_isRefused() {
        byte[] bytes = of(1, 2).encode();
        assertThatThrownBy(() -> LatencySketch.decode("ddsketch/0.01/cubic/1", bytes))
                .hasMessageContaining("ddsketch/0.01/cubic/1");
    }

    @Test
    void decode_givenBytesOfAnotherMapping_isRefused() throws IOException {
        DDSketch coarse = DDSketches.unboundedDense(0.02);
        coarse.accept(5);
        GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
        coarse.encode(out, false);
        assertThatThrownBy(() -> LatencySketch.decode(LatencySketch.FORMAT, out.trimmedCopy()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decode_givenDamagedBytes_isRefused() {
        byte[] bytes = of(TestData.quadratic()).encode();
        assertThatThrownBy(() -> LatencySketch.decode(LatencySketch.FORMAT, Arrays.copyOf(bytes, bytes.length - 3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1, -0.001, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void accept_givenNoFiniteValueFromZero_isRefusedAndNotCounted(double value) {
        LatencySketch sketch = of(7);
        assertThatThrownBy(() -> sketch.accept(value)).isInstanceOf(IllegalArgumentException.class);
        assertThat(sketch.count()).isEqualTo(1);
    }

    @Test
    void quantile_givenEmptySketch_isRefused() {
        assertThatThrownBy(() -> LatencySketch.empty().quantile(0.5)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void quantile_givenOneValue_isThatValueWithinHalfAPercent() {
        assertThat(of(1_000_000).quantile(0)).isCloseTo(1e6, within(5e3));
        assertThat(of(1_000_000).quantile(1)).isCloseTo(1e6, within(5e3));
    }

    @Test
    void countAbove_givenThresholdBetweenValues_isExact() {
        LatencySketch sketch = of(0, 100, 200, 300, 300);
        assertThat(sketch.countAbove(-1)).isEqualTo(5);
        assertThat(sketch.countAbove(0)).isEqualTo(4);
        assertThat(sketch.countAbove(150)).isEqualTo(3);
        assertThat(sketch.countAbove(250)).isEqualTo(2);
        assertThat(sketch.countAbove(400)).isZero();
    }

    @Test
    void buckets_givenManyValues_areFewAscendingAndCountAll() {
        List<LatencySketch.Bucket> buckets = of(TestData.quadratic()).buckets(60);
        assertThat(buckets).hasSizeBetween(30, 60);
        assertThat(buckets.stream().mapToLong(LatencySketch.Bucket::count).sum())
                .isEqualTo(10_000);
        assertThat(buckets).extracting(LatencySketch.Bucket::upper).isSorted();
        assertThat(buckets.get(buckets.size() - 1).upper()).isBetween(100_220_036.0, 1.2 * 100_220_036);
    }

    @Test
    void buckets_givenCounts_holdTheValuesUpToTheirEdges() {
        long[] values = TestData.quadratic();
        long cumulated = 0;
        for (LatencySketch.Bucket bucket : of(values).buckets(60)) {
            cumulated += bucket.count();
            long exact = Arrays.stream(values).filter(v -> v <= bucket.upper()).count();
            assertThat(cumulated).isEqualTo(exact);
        }
    }

    @Test
    void buckets_givenZerosAndOneValue_areTwo() {
        assertThat(of(0, 0, 5).buckets(60))
                .extracting(LatencySketch.Bucket::count)
                .containsExactly(2L, 1L);
        assertThat(LatencySketch.empty().buckets(60)).isEmpty();
    }

    @Test
    void cumulativeCounts_givenValuesAndZeros_holdTheValuesUpToTheEdgesOfTheirBuckets() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = new double[5_000];
        LatencySketch sketch = LatencySketch.empty();
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 50 == 0 ? 0 : 1e6 * Math.exp(random.nextGaussian());
            sketch.accept(values[i]);
        }
        long[] upTo = sketch.cumulativeCounts();

        assertThat(upTo[0]).isEqualTo(100);
        assertThat(upTo[upTo.length - 1]).isEqualTo(sketch.count()).isEqualTo(values.length);
        for (int i = 1; i < upTo.length; i++) {
            double edge = LatencySketch.upperEdge(sketch.firstBucket() + i - 1);
            assertThat(upTo[i])
                    .as("up to %s", edge)
                    .isEqualTo(
                            Arrays.stream(values).filter(value -> value < edge).count());
        }
    }

    @Test
    void cumulativeCounts_givenNoPositiveValue_areTheZerosAlone() {
        assertThat(LatencySketch.empty().cumulativeCounts()).containsExactly(0);
        assertThat(of(0, 0).cumulativeCounts()).containsExactly(2);
        assertThat(of(0, 0).firstBucket()).isZero();
        assertThat(of(7).cumulativeCounts()).containsExactly(0, 1);
    }

    @Test
    void upperEdge_ofEachBucket_isWhatTheMappingSays() {
        IndexMapping mapping = DDSketches.unboundedDense(0.005).getIndexMapping();
        int first = mapping.index(1e-300);
        int last = mapping.index(1e300);
        for (int bucket = first; bucket <= last; bucket++) {
            assertThat(LatencySketch.upperEdge(bucket)).isEqualTo(mapping.upperBound(bucket));
            assertThat(LatencySketch.upperEdge(bucket)).isEqualTo(mapping.lowerBound(bucket + 1));
        }
    }

    @Test
    void bucketOf_givenValuesAndTheEdgesThemselves_isTheBucketBelowWhoseUpperEdgeTheyLie() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 100_000; i++) {
            double x = Math.exp(random.nextDouble(-40, 50));
            assertThat(LatencySketch.upperEdge(LatencySketch.bucketOf(x))).isGreaterThan(x);
            assertThat(LatencySketch.upperEdge(LatencySketch.bucketOf(x) - 1)).isLessThanOrEqualTo(x);
            int bucket = random.nextInt(-3000, 4000);
            double edge = LatencySketch.upperEdge(bucket);
            assertThat(LatencySketch.bucketOf(edge)).isEqualTo(bucket + 1);
            assertThat(LatencySketch.bucketOf(Math.nextDown(edge))).isEqualTo(bucket);
        }
        assertThat(LatencySketch.upperEdge(LatencySketch.bucketOf(0))).isLessThan(1e-300);
        assertThat(LatencySketch.upperEdge(LatencySketch.bucketOf(Double.MAX_VALUE)))
                .isGreaterThan(1e300);
    }

    @Test
    void count_afterEveryOperation_isThatOfTheEncodedSketch() {
        LatencySketch sketch = of(0, 1, 2, 3);
        sketch.combine(of(5, 0));
        LatencySketch copy = sketch.copy();
        copy.accept(9);

        assertThat(sketch.count()).isEqualTo(6);
        assertThat(copy.count()).isEqualTo(7);
        assertThat(copy.without(sketch).count()).isEqualTo(1);
        assertThat(LatencySketch.decode(LatencySketch.FORMAT, copy.encode()).count())
                .isEqualTo(7);
        assertThatThrownBy(() -> copy.accept(Double.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThat(copy.count()).isEqualTo(7);
    }

    private static LatencySketch of(long... values) {
        LatencySketch sketch = LatencySketch.empty();
        for (long value : values) {
            sketch.accept((double) value);
        }
        return sketch;
    }

    @Test
    void without_givenPart_isTheRest() {
        LatencySketch whole = LatencySketch.empty();
        LatencySketch part = LatencySketch.empty();
        LatencySketch rest = LatencySketch.empty();
        for (int i = 0; i < 1000; i++) {
            double value = i % 10 == 0 ? 0 : 1000.0 + i % 37;
            whole.accept(value);
            (i % 3 == 0 ? part : rest).accept(value);
        }
        assertThat(whole.without(part).encode()).isEqualTo(rest.encode());
        assertThat(whole.without(whole).count()).isZero();
    }
}
