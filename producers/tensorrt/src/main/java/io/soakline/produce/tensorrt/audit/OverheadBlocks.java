package io.soakline.produce.tensorrt.audit;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What telemetry costs: blocks of one second with it and without it in turn, the order swapped from pair to pair. Each pair
 * gives a ratio of p50 and of p99; their median and the second smallest and largest are told.
 */
final class OverheadBlocks {

    private static final long BLOCK_NANOS = 1_000_000_000L;

    private final Sayer sayer;

    OverheadBlocks(Sayer sayer) {
        this.sayer = sayer;
    }

    void measure(AuditRun run, int seconds) throws EngineException {
        List<ByteBuffer> outputs = new ArrayList<>();
        for (TensorSpec spec : run.manifest().outputs()) {
            outputs.add(ByteBuffer.allocateDirect(spec.bytes()).order(ByteOrder.LITTLE_ENDIAN));
        }
        List<Double> medians = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        for (int pair = 0; pair < seconds / 2; pair++) {
            LatencyList on = null;
            LatencyList off = null;
            for (int half = 0; half < 2; half++) {
                run.takeLatencies();
                if ((pair + half) % 2 == 0) {
                    run.turn(BLOCK_NANOS);
                    on = run.takeLatencies();
                } else {
                    run.bare(BLOCK_NANOS, new LatencyList(), outputs);
                    off = run.takeLatencies();
                }
            }
            if (on != null && off != null) {
                medians.add(on.quantile(0.5) / off.quantile(0.5));
                tails.add(on.quantile(0.99) / off.quantile(0.99));
            }
        }
        tell("p50", medians);
        tell("p99", tails);
    }

    private void tell(String what, List<Double> ratios) {
        Collections.sort(ratios);
        int n = ratios.size();
        sayer.say(
                "telemetry on/off, %s, %d pairs of 1 s: median ratio %.4f, second smallest %.4f, second largest %.4f",
                what, n, ratios.get(n / 2), ratios.get(Math.min(1, n - 1)), ratios.get(Math.max(0, n - 2)));
    }
}
