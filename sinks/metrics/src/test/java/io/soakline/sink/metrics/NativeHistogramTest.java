package io.soakline.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_36_2.Metrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The protobuf format, which alone carries native histograms, read by the protocol's own classes. */
class NativeHistogramTest {

    @Test
    void collect_givenPanes_carriesBucketsThatGiveTheQuantilesBack() throws Exception {
        MutableClock clock = new MutableClock();
        clock.at(1);
        MetricsState state = new MetricsState(new MetricsState.Limits(9, Duration.ofMinutes(5), Set.of("1m")), clock);
        long[] nanos = Samples.latencies(10_000, 3);
        state.accept(Samples.pane("r-1", 0, nanos));
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new PrometheusView(state::read, state));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExpositionFormats.init().getPrometheusProtobufWriter().write(out, registry.scrape());

        Metrics.Histogram histogram = latency(out.toByteArray());

        assertThat(histogram.getSchema()).isEqualTo(6);
        List<double[]> buckets = buckets(histogram);
        assertThat(buckets.stream().mapToDouble(bucket -> bucket[1]).sum()).isEqualTo(10_000);
        Arrays.sort(nanos);
        for (double p : new double[] {0.01, 0.5, 0.9, 0.99, 0.999, 1}) {
            int rank = (int) (p * (nanos.length - 1));
            assertThat(at(buckets, rank)).isEqualTo(nanos[rank] * 1e-9, within(nanos[rank] * 1e-9 * 0.0105));
        }
    }

    private static Metrics.Histogram latency(byte[] bytes) throws Exception {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        for (Metrics.MetricFamily family = Metrics.MetricFamily.parseDelimitedFrom(in);
                family != null;
                family = Metrics.MetricFamily.parseDelimitedFrom(in)) {
            if (family.getName().equals("soakline_inference_latency_seconds")) {
                return family.getMetric(0).getHistogram();
            }
        }
        throw new AssertionError("no histogram");
    }

    /** Geometric middle and count of each, as Prometheus reads spans and deltas. */
    private static List<double[]> buckets(Metrics.Histogram histogram) {
        List<double[]> buckets = new ArrayList<>();
        int index = 0;
        long count = 0;
        int next = 0;
        for (Metrics.BucketSpan span : histogram.getPositiveSpanList()) {
            index += span.getOffset();
            for (int i = 0; i < span.getLength(); i++) {
                count += histogram.getPositiveDelta(next++);
                buckets.add(new double[] {Math.pow(2, (index - 0.5) / 64), (double) count});
                index++;
            }
        }
        return buckets;
    }

    private static double at(List<double[]> buckets, long rank) {
        double upTo = 0;
        for (double[] bucket : buckets) {
            upTo += bucket[1];
            if (upTo > rank) {
                return bucket[0];
            }
        }
        throw new AssertionError("rank " + rank);
    }
}
