package io.soakline.flow;

import io.soakline.record.Agreement;
import io.soakline.record.Factor;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import io.soakline.statistics.OutputCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** From the outputs of single runs to how far the runs of one model and input set agree, pair by pair. */
final class AgreementStage {

    /** What one run has given so far. */
    private static final class Given {
        private final String deviceId;
        private final String engineId;
        private final String compiler;
        private final OutputCounts counts = OutputCounts.empty();

        Given(RunOutputs first) {
            deviceId = first.getDeviceId();
            engineId = first.getEngineId();
            compiler = first.getCompiler();
        }
    }

    private record Pair(String runA, String runB) {}

    private final RunCatalog catalog;
    private final long paneNanos;
    private final Map<String, Map<String, Given>> groups = new HashMap<>();
    private final Map<Pair, io.soakline.statistics.Agreement> told = new HashMap<>();

    AgreementStage(RunCatalog catalog, long paneNanos) {
        this.catalog = catalog;
        this.paneNanos = paneNanos;
    }

    /** Works the outputs of a pane in, without comparing. */
    void refill(RunOutputs outputs) {
        group(outputs)
                .computeIfAbsent(outputs.getRunId(), id -> new Given(outputs))
                .counts
                .combine(PaneRecords.counts(outputs.getOutputs()));
    }

    /** Works the outputs of a pane in and compares its run with all others: what has changed since it was last told. */
    List<Agreement> accept(RunOutputs outputs) {
        refill(outputs);
        Map<String, Given> group = group(outputs);
        Given mine = group.get(outputs.getRunId());
        List<Agreement> changed = new ArrayList<>();
        if (mine == null || outputs.getOutputs().isEmpty()) {
            return changed;
        }
        List<OutputCounts.Input> inputs = mine.counts.inputs();
        group.forEach((runId, other) -> {
            if (!runId.equals(outputs.getRunId())) {
                compare(outputs, mine, inputs, runId, other, changed);
            }
        });
        return changed;
    }

    private Map<String, Given> group(RunOutputs outputs) {
        return groups.computeIfAbsent(
                outputs.getModelDigest() + "/" + outputs.getInputSetDigest(), key -> new TreeMap<>());
    }

    private void compare(
            RunOutputs outputs,
            Given mine,
            List<OutputCounts.Input> inputs,
            String otherId,
            Given other,
            List<Agreement> changed) {
        io.soakline.statistics.Agreement agreement = io.soakline.statistics.Agreement.of(
                inputs, other.counts.inputs(), catalog.outputs(outputs.getModelDigest(), outputs.getInputSetDigest()));
        boolean mineFirst = outputs.getRunId().compareTo(otherId) < 0;
        Pair pair = mineFirst ? new Pair(outputs.getRunId(), otherId) : new Pair(otherId, outputs.getRunId());
        if (agreement.inputs() == 0 || agreement.equals(told.put(pair, agreement))) {
            return;
        }
        changed.add(Agreement.newBuilder()
                .setModelDigest(outputs.getModelDigest())
                .setInputSetDigest(outputs.getInputSetDigest())
                .setRunA(pair.runA())
                .setRunB(pair.runB())
                .setEngineA(engineName(pair.runA(), mineFirst ? mine : other))
                .setEngineB(engineName(pair.runB(), mineFirst ? other : mine))
                .setFactor(factor(pair, mine, other))
                .setAsOfNanos(outputs.getPaneStartNanos() + paneNanos)
                .setInputs(agreement.inputs())
                .setBitwiseRate(agreement.bitwiseRate())
                .setTop1Rate(agreement.top1Rate())
                .setMaxAbs(agreement.maxAbs())
                .build());
    }

    private String engineName(String runId, Given given) {
        Run run = catalog.run(runId);
        return run == null ? given.engineId : run.getEngineName();
    }

    private Factor factor(Pair pair, Given a, Given b) {
        if (!a.compiler.equals(b.compiler)) {
            return Factor.COMPILER;
        }
        if (!a.deviceId.equals(b.deviceId)) {
            return Factor.DEVICE;
        }
        boolean sameBuild =
                a.engineId.equals(b.engineId) && artefact(pair.runA()).equals(artefact(pair.runB()));
        return sameBuild ? Factor.PROCESS : Factor.REBUILD;
    }

    private String artefact(String runId) {
        @Nullable Run run = catalog.run(runId);
        return run == null ? "" : run.getArtefactDigest();
    }
}
