package io.soakline.flow;

import io.soakline.flow.policy.ValidityPolicy;
import io.soakline.record.InputFacts;
import io.soakline.record.Run;
import io.soakline.record.ValidityCheck;
import io.soakline.record.ValidityFactor;
import io.soakline.record.ValidityRecord;
import io.soakline.record.ValidityState;
import io.soakline.statistics.PaneSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a run's figures were taken under the conditions that the policy asks for. */
final class RunValidity {

    /** Where a producer says how the host waits for the device; CPU engines do not wait. */
    private static final String SYNC = "sync";

    private RunValidity() {}

    /**
     * @param run null when it is not described
     * @param window the whole run
     * @param panes of its last hour
     * @param processes of ours that may be on the GPU: one for each family of engines that ran on the device
     */
    static ValidityRecord of(
            @Nullable Run run,
            PaneSummary window,
            List<PaneSummary> panes,
            IntSupplier processes,
            ValidityPolicy policy) {
        boolean onGpu = run != null && isOnGpu(run);
        List<ValidityCheck> checks = new ArrayList<>();
        checks.add(MachineChecks.clock(run, onGpu, window.device(), policy.clockSpreadMaximum()));
        checks.add(MachineChecks.throttling(window, panes, policy.throttledShareMaximum()));
        checks.add(MachineChecks.temperature(onGpu, panes, policy.slopeMaximumCelsiusPerMinute()));
        if (onGpu) {
            checks.add(NeighbourChecks.gpu(window.device(), processes, policy.gpuAlone()));
        }
        checks.add(NeighbourChecks.host(window.device(), policy.coreTakenMaximumPercent()));
        checks.add(inputs(run, window, policy.realInputs()));
        if (run != null && onGpu) {
            checks.add(sync(run, policy));
        }
        return record(
                policy.known() ? checks.stream().map(RunValidity::strictly).toList() : checks);
    }

    /** Only engines on a device of their own have a way to wait for it, or a target that names one. */
    static boolean isOnGpu(Run run) {
        String target = run.getTarget().toLowerCase(Locale.ROOT);
        return !sync(run).isEmpty()
                || target.contains("nvidia")
                || target.contains("cuda")
                || target.contains("tensorrt");
    }

    private static ValidityCheck strictly(ValidityCheck check) {
        return check.getState() == ValidityState.NOT_KNOWN
                ? ValidityCheck.newBuilder(check)
                        .setState(ValidityState.BROKEN)
                        .setEvidence("not known: " + check.getEvidence())
                        .build()
                : check;
    }

    private static ValidityRecord record(List<ValidityCheck> checks) {
        for (ValidityState state : List.of(ValidityState.BROKEN, ValidityState.NOT_KNOWN)) {
            String reason = checks.stream()
                    .filter(check -> check.getState() == state)
                    .map(RunValidity::words)
                    .collect(Collectors.joining("; "));
            if (!reason.isEmpty()) {
                return new ValidityRecord(state, reason, checks);
            }
        }
        return new ValidityRecord(ValidityState.KEPT, "", checks);
    }

    private static String words(ValidityCheck check) {
        String factor = check.getFactor().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return factor + ": " + check.getEvidence();
    }

    private static ValidityCheck inputs(@Nullable Run run, PaneSummary window, boolean mustBeReal) {
        InputFacts facts = run == null ? null : run.getInputFacts();
        if (run == null || facts == null) {
            return Checks.notKnown(
                    ValidityFactor.INPUTS, "the producer did not look at the inputs" + sameOutput(window));
        }
        int degenerate =
                Math.max(0, run.getInputCount() - facts.getDistinct()) + facts.getConstant() + facts.getNonFinite();
        return Checks.of(
                ValidityFactor.INPUTS,
                mustBeReal && degenerate > 0,
                (double) degenerate,
                mustBeReal ? Double.valueOf(0) : null,
                "of %d inputs %d are distinct, %d constant (%d all zero), %d hold a NaN or an infinity",
                run.getInputCount(),
                facts.getDistinct(),
                facts.getConstant(),
                facts.getZero(),
                facts.getNonFinite());
    }

    /** A hint, no proof: a detector that finds nothing anywhere gives one output, too. */
    private static String sameOutput(PaneSummary window) {
        TreeSet<String> outputs = new TreeSet<>();
        window.outputs()
                .forEach(input -> input.counts()
                        .forEach(count -> outputs.add(count.digest().toString())));
        return window.outputs().size() > 1 && outputs.size() == 1
                ? String.format(
                        Locale.ROOT,
                        "; all %d gave the same output: are they the same?",
                        window.outputs().size())
                : "";
    }

    /** Said of the run, or of the engine where that decides it; empty when of neither. */
    private static String sync(Run run) {
        return run.getEnvironment().getOrDefault(SYNC, run.getConfiguration().getOrDefault(SYNC, ""));
    }

    private static ValidityCheck sync(Run run, ValidityPolicy policy) {
        String mode = sync(run);
        if (mode.isEmpty()) {
            return Checks.notKnown(ValidityFactor.SYNC, "the producer does not say how the host waits for the device");
        }
        boolean any = policy.syncModes().isEmpty();
        return Checks.of(
                ValidityFactor.SYNC,
                !any && !policy.syncModes().contains(mode),
                null,
                null,
                "the host waits for the device by %s%s",
                mode,
                any ? "" : ", the policy allows " + String.join(", ", new TreeSet<>(policy.syncModes())));
    }

    /** Checks in record form. */
    static final class Checks {

        private Checks() {}

        static ValidityCheck of(
                ValidityFactor factor,
                boolean broken,
                @Nullable Double value,
                @Nullable Double limit,
                String evidence,
                @Nullable Object... figures) {
            return ValidityCheck.newBuilder()
                    .setFactor(factor)
                    .setState(broken ? ValidityState.BROKEN : ValidityState.KEPT)
                    .setValue(value)
                    .setLow(null)
                    .setHigh(null)
                    .setLimit(limit)
                    .setEvidence(String.format(Locale.ROOT, evidence, figures))
                    .build();
        }

        static ValidityCheck notKnown(ValidityFactor factor, String why) {
            return ValidityCheck.newBuilder()
                    .setFactor(factor)
                    .setState(ValidityState.NOT_KNOWN)
                    .setValue(null)
                    .setLow(null)
                    .setHigh(null)
                    .setLimit(null)
                    .setEvidence(why)
                    .build();
        }
    }
}
