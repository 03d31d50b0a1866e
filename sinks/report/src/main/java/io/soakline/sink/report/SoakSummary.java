package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.statistics.Ledger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a soak showed: version 1 of the summary document. Later versions only add. A number that is unknown, or refused
 * for want of samples, is null and never zero. Times are nanoseconds; rates are shares between 0 and 1.
 *
 * @param version of this document, {@value #VERSION}
 * @param verdict the worst verdict of the runs, see {@link Verdict#worst}; {@code INSUFFICIENT} without runs
 * @param store what was written to the time series store; null when there was none
 * @param notes what happened beside the runs, one line each: an engine that was not built, a producer that was killed
 */
@JsonPropertyOrder({"version", "verdict", "runs", "agreements", "alerts", "ledger", "store", "notes"})
public record SoakSummary(
        int version,
        String verdict,
        List<RunSummary> runs,
        List<AgreementSummary> agreements,
        List<AlertSummary> alerts,
        LedgerSummary ledger,
        @Nullable Store store,
        List<String> notes) {

    public static final int VERSION = 1;

    public SoakSummary {
        runs = List.copyOf(runs);
        agreements = List.copyOf(agreements);
        alerts = List.copyOf(alerts);
        notes = List.copyOf(notes);
    }

    /** The same with these notes. */
    public SoakSummary withNotes(List<String> said) {
        return new SoakSummary(version, verdict, runs, agreements, alerts, ledger, store, said);
    }

    /**
     * One run over its whole length, warm-up excluded.
     *
     * @param model file name of the ONNX model
     * @param engine name of the engine as people see it
     * @param inferences n of every figure of the run
     * @param deadlineMisses null when no deadline was set
     */
    @JsonPropertyOrder({
        "run",
        "device",
        "model",
        "engine",
        "compiler",
        "inferences",
        "latencyNanos",
        "cv",
        "deadlineMisses",
        "repeatability",
        "top1Accuracy",
        "energyJoulesPerInference",
        "verdict"
    })
    public record RunSummary(
            String run,
            String device,
            String model,
            String engine,
            String compiler,
            long inferences,
            LatencyNanos latencyNanos,
            @Nullable Double cv,
            @Nullable Long deadlineMisses,
            Repeatability repeatability,
            @Nullable Double top1Accuracy,
            @Nullable Double energyJoulesPerInference,
            Verdict verdict) {}

    /** Service time. Quantiles are rounded to whole nanoseconds. */
    @JsonPropertyOrder({"min", "p50", "p90", "p99", "p999", "max", "mean"})
    public record LatencyNanos(
            @Nullable Long min,
            @Nullable Long p50,
            @Nullable Long p90,
            @Nullable Long p99,
            @Nullable Long p999,
            @Nullable Long max,
            @Nullable Long mean) {}

    /**
     * Same engine, same input, same output?
     *
     * @param inputs distinct inputs seen
     * @param bitwiseRate share of inferences that gave their input's most frequent output; null when no input came twice
     * @param distinctOutputs distinct output digests, summed over the inputs
     * @param mismatchRateUpper95 one-sided bound on the share of differing outputs
     */
    @JsonPropertyOrder({"inputs", "bitwiseRate", "distinctOutputs", "mismatchRateUpper95"})
    public record Repeatability(
            int inputs,
            @Nullable Double bitwiseRate,
            @Nullable Long distinctOutputs,
            @Nullable Double mismatchRateUpper95) {}

    /**
     * How far two engines agree on the same inputs.
     *
     * @param a engine name of the one run, as its run has it
     * @param factor what differs between the two, lower case: {@code compiler}, {@code rebuild}, {@code device} …
     */
    @JsonPropertyOrder({"a", "b", "factor", "inputs", "bitwiseRate", "top1Rate", "maxAbs", "runA", "runB"})
    public record AgreementSummary(
            String a,
            String b,
            String factor,
            int inputs,
            @Nullable Double bitwiseRate,
            @Nullable Double top1Rate,
            @Nullable Double maxAbs,
            String runA,
            String runB) {}

    /**
     * The newest state of one alert.
     *
     * @param since RFC 3339, UTC
     */
    @JsonPropertyOrder({"kind", "subject", "state", "since", "size"})
    public record AlertSummary(
            String kind,
            String subject,
            String state,
            String since,
            @Nullable Double size) {}

    /**
     * Where every inference went, as {@link Ledger} defines it.
     *
     * @param produced null when a run has not ended, or its producer died and cannot say
     */
    @JsonPropertyOrder({"produced", "received", "malformed", "decoded", "paned", "late", "duplicate", "lost"})
    public record LedgerSummary(
            @Nullable Long produced,
            long received,
            long malformed,
            long decoded,
            long paned,
            long late,
            long duplicate,
            long lost) {

        static LedgerSummary of(Ledger ledger, boolean everyRunAnnounced) {
            return new LedgerSummary(
                    everyRunAnnounced ? ledger.produced() : null,
                    ledger.received(),
                    ledger.malformed(),
                    ledger.decoded(),
                    ledger.paned(),
                    ledger.late(),
                    ledger.duplicate(),
                    ledger.lost());
        }

        /** Whether the sums hold; that of {@code produced} is not asked where it is not known. */
        public boolean closes() {
            return received == decoded + malformed
                    && decoded == paned + late + duplicate
                    && (produced == null || produced == received + lost);
        }
    }

    /** @param points written, each counted once */
    @JsonPropertyOrder({"kind", "points"})
    public record Store(String kind, long points) {}
}
