package io.soakline.produce.tensorrt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverheadBlocksTest {

    private final List<String> order = new ArrayList<>();

    private OverheadBlocks.Block block(String name, long... latencies) {
        return nanos -> {
            assertThat(nanos).isEqualTo(1_000_000_000L);
            order.add(name);
            LatencyList list = new LatencyList();
            for (long latency : latencies) {
                list.add(latency);
            }
            return list;
        };
    }

    @Test
    void measure_swapsTheOrderFromPairToPair() throws Exception {
        OverheadBlocks.measure(3, block("on", 1), block("off", 1));
        assertThat(order).containsExactly("on", "off", "off", "on", "on", "off");
    }

    @Test
    void measure_givesRatiosOfWithToWithout() throws Exception {
        OverheadBlocks overhead = OverheadBlocks.measure(2, block("on", 110, 110, 300), block("off", 100, 100, 200));
        assertThat(overhead.medians()).containsExactly(1.1, 1.1);
        assertThat(overhead.tails()).containsExactly(1.5, 1.5);
    }

    /** A device that slows down by 1 % from block to block: in a fixed order one side would look dearer. */
    @Test
    void measure_givenDrift_doesNotChargeItToTelemetry() throws Exception {
        double[] latency = {1_000_000};
        OverheadBlocks.Block drifting = nanos -> {
            LatencyList list = new LatencyList();
            list.add(Math.round(latency[0]));
            latency[0] *= 1.01;
            return list;
        };
        OverheadBlocks overhead = OverheadBlocks.measure(10, drifting, drifting);
        assertThat(OverheadBlocks.median(overhead.medians())).isCloseTo(1, within(1e-4));
        assertThat(overhead.medians().get(0)).isCloseTo(1 / 1.01, within(1e-4));
    }

    @Test
    void measure_givenBlockWithoutInferences_leavesItsPairOut() throws Exception {
        int[] turn = {0};
        OverheadBlocks overhead = OverheadBlocks.measure(
                3,
                block("on", 100),
                nanos -> turn[0]++ == 1 ? new LatencyList() : block("off", 50).execute(nanos));
        assertThat(overhead.medians()).containsExactly(2.0, 2.0);
        assertThat(OverheadBlocks.measure(2, block("on"), block("off")).lines())
                .allMatch(line -> line.endsWith("no pair of blocks with inferences in both"));
    }

    @Test
    void lines_tellTheMedianAndTheSecondFromEachEnd() {
        OverheadBlocks overhead = new OverheadBlocks(List.of(1.4, 0.9, 1.0, 1.1), List.of(2.0));
        assertThat(overhead.lines())
                .containsExactly(
                        "telemetry on/off, p50, 4 pairs of 1 s: median ratio 1.0500, second smallest 1.0000,"
                                + " second largest 1.1000",
                        "telemetry on/off, p99, 1 pairs of 1 s: median ratio 2.0000, second smallest 2.0000,"
                                + " second largest 2.0000");
    }
}
