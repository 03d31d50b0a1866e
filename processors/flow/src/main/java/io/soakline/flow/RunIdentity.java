package io.soakline.flow;

import io.soakline.log.InferenceColumns;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;

/** What every batch says about its run: enough to place its inferences without a join. */
record RunIdentity(String runId, String deviceId, String engineId, String modelDigest, String inputSetDigest) {

    static RunIdentity of(InferenceColumns batch) {
        return new RunIdentity(batch.runId, batch.deviceId, batch.engineId, batch.modelDigest, batch.inputSetDigest);
    }

    static RunIdentity of(Run run) {
        return new RunIdentity(
                run.getRunId(), run.getDeviceId(), run.getEngineId(), run.getModelDigest(), run.getInputSetDigest());
    }

    static RunIdentity of(PaneRecord pane) {
        return new RunIdentity(
                pane.getRunId(),
                pane.getDeviceId(),
                pane.getEngineId(),
                pane.getModelDigest(),
                pane.getInputSetDigest());
    }
}
