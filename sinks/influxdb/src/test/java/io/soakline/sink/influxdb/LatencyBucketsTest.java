package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.sink.influxdb.LatencyBuckets.Bucket;
import io.soakline.statistics.LatencySketch;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyBucketsTest {

    private static final double SKETCH_ERROR = 0.005;

    @Test
    void edges_areThoseThatStoresAreFullOf() {
        List<String> names = LatencyBuckets.names();

        assertThat(names)
                .hasSize(202)
                .startsWith("0000000000100", "0000000000112")
                .endsWith("1000000000000", "+Inf");
        assertThat(names.subList(80, 101))
                .containsExactly(
                        "0000001000000",
                        "0000001120000",
                        "0000001250000",
                        "0000001400000",
                        "0000001600000",
                        "0000001800000",
                        "0000002000000",
                        "0000002240000",
                        "0000002500000",
                        "0000002800000",
                        "0000003150000",
                        "0000003550000",
                        "0000004000000",
                        "0000004500000",
                        "0000005000000",
                        "0000005600000",
                        "0000006300000",
                        "0000007100000",
                        "0000008000000",
                        "0000009000000",
                        "0000010000000");
    }

    @Test
    void edges_areAscendingAsTextAndAsNumbers() {
        List<String> finite = LatencyBuckets.names().subList(0, 201);

        assertThat(finite).isSorted();
        for (int i = 1; i < finite.size(); i++) {
            assertThat(edge(finite.get(i)) / edge(finite.get(i - 1))).isBetween(1.11, 1.143);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void counts_addUpAndAreRightButForValuesAtEdges(long seed) {
        long[] latencies = anyLatencies(seed);

        List<Bucket> buckets = buckets(latencies);

        assertThat(buckets.stream().mapToLong(Bucket::inferences).sum()).isEqualTo(latencies.length);
        long upTo = 0;
        for (Bucket bucket : buckets) {
            upTo += bucket.inferences();
            double edge = edge(bucket.upToNanos());
            assertThat(upTo)
                    .as(bucket.upToNanos())
                    .isBetween(
                            atMost(latencies, edge * (1 - SKETCH_ERROR)), atMost(latencies, edge * (1 + SKETCH_ERROR)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void buckets_areFewAndEachBeginsWhereTheOneBelowEnds(long seed) {
        long[] latencies = anyLatencies(seed);
        List<String> there = buckets(latencies).stream().map(Bucket::upToNanos).toList();
        List<Bucket> filled = buckets(latencies).stream()
                .filter(bucket -> bucket.inferences() > 0)
                .toList();

        assertThat(there).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(2 * filled.size());
        for (Bucket bucket : filled) {
            int below = LatencyBuckets.names().indexOf(bucket.upToNanos()) - 1;
            assertThat(below < 0 || there.contains(LatencyBuckets.names().get(below)))
                    .as(bucket.upToNanos())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void buckets_areBoundedByTheSpanOfTheLatencies(long seed) {
        Random random = new Random(seed);
        long from = 1L + random.nextInt(10_000_000);
        long[] latencies =
                random.longs(2_000, from, from * (2 + random.nextInt(1_000))).toArray();
        double span = (double) LongStream.of(latencies).max().orElseThrow()
                / LongStream.of(latencies).min().orElseThrow();

        assertThat((double) buckets(latencies).size()).isLessThanOrEqualTo(20 * Math.log10(span) + 4);
    }

    @Test
    void latency_atAnEdge_belongsToTheBucketThatEndsThere() {
        assertThat(buckets(1_120_000, 1_120_000)).contains(new Bucket("0000001120000", 2));
    }

    @Test
    void latencies_outsideTheScale_areInTheOutermostBuckets() {
        assertThat(buckets(0, 3, 99)).containsExactly(new Bucket("0000000000100", 3));
        assertThat(buckets(2_000_000_000_000L)).containsExactly(new Bucket("1000000000000", 0), new Bucket("+Inf", 1));
    }

    @Test
    void sketch_withoutValues_hasNoBuckets() {
        assertThat(LatencyBuckets.of(LatencySketch.empty(), 0, 0)).isEmpty();
    }

    /** Of one, two or many magnitudes, with zeros or without, at edges or anywhere. */
    private static long[] anyLatencies(long seed) {
        Random random = new Random(seed);
        double from = Math.pow(10, 9 * random.nextDouble());
        double spread = Math.pow(10, 4 * random.nextDouble() * random.nextDouble());
        boolean atEdges = random.nextInt(3) == 0;
        List<String> edges = LatencyBuckets.names();
        LongSupplier latency = () -> {
            if (random.nextInt(50) == 0) {
                return 0;
            }
            return atEdges
                    ? (long) edge(edges.get(random.nextInt(edges.size() - 1)))
                    : (long) (from * Math.pow(spread, random.nextDouble()));
        };
        return LongStream.generate(latency).limit(1 + random.nextInt(5_000)).toArray();
    }

    private static List<Bucket> buckets(long... latencies) {
        LatencySketch sketch = LatencySketch.empty();
        LongStream.of(latencies).forEach(nanos -> sketch.accept((double) nanos));
        return LatencyBuckets.of(
                sketch,
                LongStream.of(latencies).min().orElseThrow(),
                LongStream.of(latencies).max().orElseThrow());
    }

    private static long atMost(long[] latencies, double nanos) {
        return LongStream.of(latencies).filter(latency -> latency <= nanos).count();
    }

    private static double edge(String upToNanos) {
        return upToNanos.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(upToNanos);
    }
}
