package io.soakline.log;

import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.Baseline;
import io.soakline.record.DeadLetter;
import io.soakline.record.DeviceBatch;
import io.soakline.record.OutputSketch;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import io.soakline.record.SelfTest;
import io.soakline.record.WindowStats;

/** The key of each record. Records that must meet share a key, and with it a partition. */
public final class Keys {

    private Keys() {}

    public static String of(Run run) {
        return run.getRunId();
    }

    /** Names the raw digest too where it is another one: raw forms of one output are not to replace each other. */
    public static String of(OutputSketch sketch) {
        String key = String.join(
                "/",
                sketch.getModelDigest(),
                sketch.getInputSetDigest(),
                Integer.toString(sketch.getInputIndex()),
                Digests.hex(sketch.getDigest()));
        return sketch.getRawDigest().equals(sketch.getDigest()) ? key : key + "/" + Digests.hex(sketch.getRawDigest());
    }

    public static String of(DeviceBatch batch) {
        return batch.getDeviceId();
    }

    public static String of(PaneRecord pane) {
        return pane.getDeviceId();
    }

    public static String of(WindowStats window) {
        return window.getRunId();
    }

    public static String of(RunOutputs outputs) {
        return outputs.getModelDigest() + "/" + outputs.getInputSetDigest();
    }

    public static String of(Agreement agreement) {
        return agreement.getModelDigest() + "/" + agreement.getInputSetDigest();
    }

    public static String of(SelfTest test) {
        return String.join(
                "/",
                test.getEngineId(),
                test.getArtefactDigest(),
                test.getDeviceId(),
                test.getKind().name());
    }

    public static String of(Baseline baseline) {
        return baseline.getEngineId() + "/" + baseline.getDeviceId();
    }

    public static String of(Alert alert) {
        return alert.getAlertKey();
    }

    public static String of(AlertNote note) {
        return note.getNoteKey();
    }

    public static String of(DeadLetter letter) {
        return letter.getTopic() + "-" + letter.getPartition();
    }
}
