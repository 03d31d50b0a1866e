package io.soakline.flow;

import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import io.soakline.statistics.Pane;
import io.soakline.statistics.PaneSummary;
import org.jspecify.annotations.Nullable;

/** Closed panes to their records: joins the samples of the device, explains the slowest inferences, counts. */
final class PaneWriter {

    private final Outbox outbox;
    private final FlowCounters counters;
    private final SlowCauses causes = new SlowCauses();

    PaneWriter(Outbox outbox, FlowCounters counters) {
        this.outbox = outbox;
        this.counters = counters;
    }

    /** @param samples of the pane's device; null when there are none */
    void write(ClosedPane closed, InferencePartition partition, @Nullable DeviceSamples samples) {
        RunPanes run = partition.run(closed.run().runId());
        if (samples != null) {
            samples.join(closed.pane(), closed.run().runId(), RunTime.of(run == null ? null : run.run()));
            joinEnergy(closed, partition, samples);
        }
        PaneSummary summary = closed.pane().summary();
        PaneRecord pane = PaneRecords.toRecord(closed.run(), summary, closed.closedBy());
        if (run != null) {
            causes.explain(pane, summary, run, partition.runs(), samples);
        }
        outbox.add(pane);
        outbox.add(outputs(closed.run(), run == null ? null : run.run(), pane));
        counters.panes.increment();
        counters.paned.add(summary.inferences());
        counters.late.add(summary.loss().late());
        counters.duplicate.add(summary.loss().duplicate());
    }

    private static void joinEnergy(ClosedPane closed, InferencePartition partition, DeviceSamples samples) {
        Pane pane = closed.pane();
        SensorCheck.join(pane, samples);
        RunPanes run = partition.run(closed.run().runId());
        if (run != null) {
            RunEnergy.join(pane, run.busy(), run.neighbours(partition.runs()), samples);
            DeviceIdle idle = partition.idle(closed.run().deviceId());
            // What lies before the pane is complete; of its own time another run's inferences may be on their way.
            idle.account(pane.startNanos(), partition.busy(closed.run().deviceId()), samples);
            idle.join(pane);
        }
    }

    private static RunOutputs outputs(RunIdentity identity, @Nullable Run run, PaneRecord pane) {
        return RunOutputs.newBuilder()
                .setRunId(identity.runId())
                .setDeviceId(identity.deviceId())
                .setEngineId(identity.engineId())
                .setCompiler(run == null ? "" : run.getCompiler())
                .setModelDigest(identity.modelDigest())
                .setInputSetDigest(identity.inputSetDigest())
                .setPaneStartNanos(pane.getPaneStartNanos())
                .setOutputs(pane.getOutputs())
                .build();
    }
}
