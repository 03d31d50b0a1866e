package io.soakline.sink.report;

import io.soakline.log.ExampleRecords;
import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.EnergyMethod;
import io.soakline.record.EnergyRecord;
import io.soakline.record.PaneLedger;
import io.soakline.record.PaneRecord;
import io.soakline.record.Phase;
import io.soakline.record.PhaseStats;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.ValidityCheck;
import io.soakline.record.ValidityFactor;
import io.soakline.record.ValidityRecord;
import io.soakline.record.ValidityState;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link ExampleRecords} with what the tests of the report vary. */
final class SoakRecords {

    static final long START = ExampleRecords.START;
    static final long PANE = ExampleRecords.PANE;

    private SoakRecords() {}

    static Run run(String runId, String compiler, @Nullable RunEnd end) {
        Run run = ExampleRecords.run(runId, compiler);
        run.setEnd(end);
        return run;
    }

    static RunEnd completed(long produced) {
        return new RunEnd(START + 6 * PANE, produced, RunExit.COMPLETED, "");
    }

    static RunEnd killed() {
        return new RunEnd(START + 6 * PANE, null, RunExit.KILLED, "signal 9");
    }

    static PaneRecord pane(String runId, int index, long inferences, long late, long duplicate, long missing) {
        PaneRecord pane = ExampleRecords.pane(runId, index, inferences);
        pane.setLedger(new PaneLedger(inferences + late + duplicate, late, duplicate, missing));
        return pane;
    }

    static WindowStats window(String runId, String name, int endPane, long n, VerdictState state) {
        WindowStats window = ExampleRecords.window(runId, name, endPane, n);
        window.setVerdict(new VerdictRecord(state, "because of " + n));
        return window;
    }

    static Agreement agreement(String a, String b, long asOf, double bitwise) {
        Agreement pair = ExampleRecords.agreement(a, b, bitwise);
        pair.setAsOfNanos(START + asOf);
        return pair;
    }

    static Alert alert(String key, @Nullable String runId, AlertState state, long updatedAt) {
        Alert alert = ExampleRecords.alert(key, state, updatedAt);
        alert.setRunId(runId);
        return alert;
    }

    /** @param neighbours whether others left the core alone */
    static ValidityRecord validity(ValidityState clock, ValidityState neighbours) {
        List<ValidityState> both = List.of(clock, neighbours);
        ValidityState all = both.contains(ValidityState.BROKEN)
                ? ValidityState.BROKEN
                : both.contains(ValidityState.NOT_KNOWN) ? ValidityState.NOT_KNOWN : ValidityState.KEPT;
        return new ValidityRecord(
                all,
                switch (all) {
                    case KEPT -> "";
                    case BROKEN -> "the clock moved by 9 % of the 5 % allowed";
                    case NOT_KNOWN -> "steal time is not measured";
                },
                List.of(
                        new ValidityCheck(ValidityFactor.CLOCK, clock, 0.09, null, null, 0.05, "1.80 to 1.98 GHz"),
                        new ValidityCheck(
                                ValidityFactor.HOST_NEIGHBOURS,
                                neighbours,
                                Double.NaN,
                                null,
                                null,
                                1.0,
                                "steal time is not measured")));
    }

    static EnergyRecord energy() {
        return EnergyRecord.newBuilder()
                .setMethod(EnergyMethod.TURNS)
                .setReason("")
                .setGrossJoulesPerInference(0.065)
                .setNetJoulesPerInference(0.021)
                .setNetLow(null)
                .setNetHigh(null)
                .setPanes(6)
                .setIdleMilliwatts(75_400.0)
                .setIdleSeconds(12.0)
                .setIdleAgeSeconds(130.0)
                .setSensorDifference(0.08)
                .setDoubt("energy counter and power sensor differ by 8 %")
                .build();
    }

    static List<PhaseStats> phases() {
        return List.of(
                new PhaseStats(Phase.DEVICE, 2_000L, 1_010_000.0, 1_000_000.0, 1_090_000.0, 1_200_000L, 0.125),
                new PhaseStats(Phase.HOST, 2_000L, 410_000.0, 400_000.0, 800_000.0, 2_700_000L, 0.875));
    }
}
